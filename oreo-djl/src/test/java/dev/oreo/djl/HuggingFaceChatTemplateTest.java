package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a checkpoint's chat templates are found. */
final class HuggingFaceChatTemplateTest {
  private final Path parent;
  private Path folder;

  HuggingFaceChatTemplateTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @BeforeEach
  void createCheckpoint() {
    folder = TinyCheckpoint.create(parent, "qwen2", true, 1).directory();
  }

  @Test
  void chatTemplate_namedNowhere_isEmpty() throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);

    assertThat(checkpoint.chatTemplate()).isEmpty();
    assertThatThrownBy(() -> checkpoint.chatTemplate("rag"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chat template must be one of [], got rag (%s)", folder);
  }

  @Test
  void chatTemplate_inTokenizerConfig_seesSpecialTokensAsTextOrObject() throws IOException {
    config(
        """
        {"bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "<end>", "pad_token": null,
         "chat_template": "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ pad_token }}"}
        """);

    assertThat(render()).isEqualTo("<s>hello<end>");
  }

  @Test
  void chatTemplate_missingToken_isAnErrorWhereItIsAdded() throws IOException {
    config("{\"eos_token\": \"<end>\", \"chat_template\": \"{{ bos_token + 'a' }}\"}");

    assertThatThrownBy(this::render)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got something undefined and \"a\"")
        .hasMessageContaining("tokenizer_config.json: chat_template, line 1");
  }

  @Test
  void chatTemplate_listOfNames_isChosenByName() throws IOException {
    config(
        """
        {"chat_template": [{"name": "rag", "template": "rag"}, {"name": "default", "template": "plain"}]}
        """);
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);

    assertThat(render()).isEqualTo("plain");
    assertThat(checkpoint.chatTemplate("rag").render(List.of(), false)).isEqualTo("rag");
    assertThatThrownBy(() -> checkpoint.chatTemplate("tool_use"))
        .hasMessage("chat template must be one of [default, rag], got tool_use (%s)", folder);
  }

  @Test
  void chatTemplate_listWithoutDefault_isRefused() throws IOException {
    config("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"rag\"}]}");

    assertThatThrownBy(this::render)
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage("chat templates must have one named default, got [rag] (%s)", folder);
  }

  @Test
  void chatTemplate_filesOfTheirOwn_winOverTheConfig() throws IOException {
    config("{\"chat_template\": [{\"name\": \"default\", \"template\": \"config\"}]}");
    Files.writeString(folder.resolve("chat_template.jinja"), "file");
    Files.createDirectory(folder.resolve("additional_chat_templates"));
    Files.writeString(folder.resolve("additional_chat_templates/rag.jinja"), "rag");

    assertThat(render()).isEqualTo("file");
    assertThat(HuggingFaceCheckpoint.open(folder).chatTemplate("rag").render(List.of(), false))
        .isEqualTo("rag");
  }

  @Test
  void save_chatTemplates_areCarriedAlong(@TempDir Path target) throws IOException {
    Files.writeString(folder.resolve("chat_template.jinja"), "file");
    Files.createDirectory(folder.resolve("additional_chat_templates"));
    Files.writeString(folder.resolve("additional_chat_templates/rag.jinja"), "rag");
    Path saved = target.resolve("saved");

    try (DjlTrainablePolicy policy =
        HuggingFaceCheckpoint.open(folder).loadTrainablePolicy(ModelOptions.cpu(Precision.FP32))) {
      policy.save(saved);
    }

    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(saved);
    assertThat(checkpoint.chatTemplate()).isPresent();
    assertThat(checkpoint.chatTemplate("rag").render(List.of(), false)).isEqualTo("rag");
  }

  @Test
  void chatTemplate_malformed_namesTheFileOnceAskedFor() throws IOException {
    Path file = folder.resolve("chat_template.jinja");
    Files.writeString(file, "{% for m in messages %}");
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);

    assertThatThrownBy(checkpoint::chatTemplate)
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageStartingWith("chat template must be Jinja, got: ")
        .hasMessageContaining("(%s, line ".formatted(file));
  }

  @Test
  void open_chatTemplateThatIsNoText_isRefused() throws IOException {
    config("{\"chat_template\": 3}");

    assertThatThrownBy(() -> HuggingFaceCheckpoint.open(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "%s: chat_template must be a string, or chat_template a list of objects with name and"
                + " template, got 3",
            folder.resolve("tokenizer_config.json"));
  }

  private void config(String json) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), json);
  }

  private String render() throws IOException {
    return HuggingFaceCheckpoint.open(folder)
        .chatTemplate()
        .orElseThrow()
        .render(List.of(new ChatMessage("user", "hello")), false);
  }
}
