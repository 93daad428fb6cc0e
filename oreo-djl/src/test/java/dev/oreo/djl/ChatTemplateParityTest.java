package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import dev.oreo.djl.internal.chat.JinjaChatTemplate;
import dev.oreo.djl.internal.checkpoint.ChatTemplateSources;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat templates against what transformers writes, character by character; no exceptions known. */
final class ChatTemplateParityTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-07-26T10:00:00Z"), ZoneOffset.UTC);
  private static final int CASES = 16;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixtures/tokenizers/qwen2-like",
        "fixtures/tokenizers/llama3-like",
        "fixtures/tokenizers/llama2-like",
        "fixtures/tokenizers/gemma-like",
        "models/qwen2-tokenizer",
        "models/deepseek-llm-tokenizer"
      })
  void render_everyConversation_equalsTransformers(String folder) throws IOException {
    Path directory = SharedData.path(folder);
    ChatTemplateSources sources = ChatTemplateSources.read(directory);
    ChatTemplateSources.Source source = sources.byName().get(ChatTemplateSources.DEFAULT);
    ChatTemplate template =
        JinjaChatTemplate.compile(source.text(), source.origin(), sources.specialTokens(), CLOCK);

    List<JsonObject> rows = SharedData.rows(directory.resolve("chat.jsonl"));

    assertThat(rows).hasSize(CASES);
    for (JsonObject row : rows) {
      boolean prompt = row.get("add_generation_prompt").getAsBoolean();
      String expected =
          row.has("error")
              ? "%s (%s)".formatted(row.get("error").getAsString(), source.origin())
              : row.get("rendered").getAsString();
      assertThat(textOrError(template, messages(row), prompt)).as("%s", row).isEqualTo(expected);
    }
  }

  private static String textOrError(
      ChatTemplate template, List<ChatMessage> messages, boolean prompt) {
    try {
      return template.render(messages, prompt);
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static List<ChatMessage> messages(JsonObject row) {
    return row.getAsJsonArray("messages").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(m -> new ChatMessage(m.get("role").getAsString(), m.get("content").getAsString()))
        .toList();
  }

  @Test
  void render_qwen25Instruct_isTheModelsFormat() throws IOException {
    assertThat(real("Qwen-Qwen2.5-7B-Instruct").render(conversation(), true))
        .isEqualTo(
            "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant."
                + "<|im_end|>\n<|im_start|>user\n2 + 3?<|im_end|>\n<|im_start|>assistant\n5<|im_end|>\n"
                + "<|im_start|>assistant\n");
  }

  @Test
  void render_llama32Instruct_isTheModelsFormatWithTheDate() throws IOException {
    assertThat(real("meta-llama-Llama-3.2-3B-Instruct").render(conversation(), true))
        .isEqualTo(
            "<s><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n"
                + "Today Date: 26 Jul 2024\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n"
                + "2 + 3?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n5<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
  }

  private static List<ChatMessage> conversation() {
    return List.of(new ChatMessage("user", "2 + 3?"), new ChatMessage("assistant", "5"));
  }

  private static ChatTemplate real(String name) throws IOException {
    Path file = SharedData.path("models/chat_templates/" + name + ".jinja");
    return JinjaChatTemplate.compile(
        Files.readString(file), file.toString(), Map.of("bos_token", "<s>"), CLOCK);
  }
}
