package dev.oreo.data;

import static dev.oreo.data.Chats.CHATML;
import static dev.oreo.data.Chats.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ChatTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of prompt files, good and bad. */
final class PromptReaderTest {
  private static final CharTokenizer TOKENIZER = new CharTokenizer("ab", true);

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("prompts.jsonl"), text);
  }

  @Test
  void rows_giveTokensLimitsAndAllTheirKeys() throws IOException {
    List<PromptRow> rows =
        PromptReader.read(
            write(
                """
                {"prompt": "ab", "messages": [1], "answer": 72, "max_new_tokens": 5}

                {"prompt_token_ids": [1, 0], "prompt": "aaaa"}
                """),
            TOKENIZER);

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).tokenIds()).containsExactly(3, 0, 1);
    assertThat(rows.get(0).maxNewTokens()).isEqualTo(OptionalInt.of(5));
    assertThat(rows.get(0).row().keySet())
        .containsExactly("prompt", "messages", "answer", "max_new_tokens");
    assertThat(rows.get(1).tokenIds()).containsExactly(1, 0);
    assertThat(rows.get(1).maxNewTokens()).isEmpty();
    assertThat(rows.get(1).line()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':'a'} | row must have prompt, prompt_token_ids or messages, got the keys [text]",
        "{'messages':[{'role':'user','content':'a'}]} | row must have prompt or prompt_token_ids, as the policy has no chat template for messages, got the keys [messages]",
        "{'prompt':3} | prompt must be a string, got 3",
        "{'prompt_token_ids':[]} | prompt must have at least one token, got none",
        "{'prompt':'a','max_new_tokens':0} | max_new_tokens must be an integer >= 1, got 0",
        "{'prompt':'a','max_new_tokens':'9'} | max_new_tokens must be an integer >= 1, got \"9\"",
      })
  void badRow_isRefusedByFileAndLine(String row, String problem) throws IOException {
    Path file = write(row.replace('\'', '"'));

    assertThatThrownBy(() -> PromptReader.read(file, TOKENIZER))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ":1: " + problem);
  }

  @Test
  void messages_areRenderedUpToTheAnswer_andTokenizedAsTheyStand() throws IOException {
    Path file = write(asked(row("system", "s", "user", "q")));

    List<PromptRow> rows = PromptReader.read(file, Chats.TOKENIZER, () -> Optional.of(CHATML));

    /* encodePrompt of this tokenizer throws. */
    assertThat(rows.get(0).tokenIds())
        .containsExactly(
            Chats.TOKENIZER
                .encode(
                    """
                    <|im_start|>system
                    s<|im_end|>
                    <|im_start|>user
                    q<|im_end|>
                    <|im_start|>assistant
                    """)
                .tokenIds());
    assertThat(rows.get(0).row().keySet()).containsExactly("messages", "max_new_tokens");
    assertThat(rows.get(0).maxNewTokens()).isEqualTo(OptionalInt.of(5));
  }

  @Test
  void template_thatNoRowNeeds_isNotAskedFor() throws IOException {
    Path file = write("{\"prompt\": \"ab\", \"messages\": [1]}\n");

    List<PromptRow> rows =
        PromptReader.read(
            file,
            TOKENIZER,
            () -> {
              throw new IllegalStateException("asked");
            });

    assertThat(rows.get(0).tokenIds()).containsExactly(3, 0, 1);
  }

  @Test
  void template_ofManyRows_isAskedForOnce() throws IOException {
    Path file = write(asked(row("user", "q")) + asked(row("user", "r")));
    AtomicInteger asked = new AtomicInteger();

    List<PromptRow> rows =
        PromptReader.read(
            file,
            Chats.TOKENIZER,
            () -> {
              asked.incrementAndGet();
              return Optional.of(CHATML);
            });

    assertThat(rows).hasSize(2);
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | messages must hold at least one message to answer, got none",
        "[{'role':'user','content':'a'},{'role':'assistant','content':'b'}] | messages must not end with the assistant's, as that leaves nothing to answer, got the roles [user, assistant]",
        "[{'role':'user'}] | messages[0] must have role and content alone, got the keys [role]",
        "[{'role':'user','content':3}] | messages[0].content must be a string, got 3",
        "[{'role':'judge','content':'a'}] | the first 1 messages must be what the chat template takes, got: no judge",
      })
  void badMessages_areRefusedByFileAndLine(String messages, String problem) throws IOException {
    Path file = write("\n{\"messages\": %s}\n".formatted(messages.replace('\'', '"')));
    ChatTemplate strict =
        (asked, prompt) -> {
          if (asked.get(0).role().equals("judge")) {
            throw new IllegalArgumentException("no judge");
          }
          return CHATML.render(asked, prompt);
        };

    assertThatThrownBy(() -> PromptReader.read(file, Chats.TOKENIZER, () -> Optional.of(strict)))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ":2: " + problem);
  }

  /** The row as one of a prompt file: a limit where the reward was. */
  private static String asked(String row) {
    return row.replace("'reward':1", "'max_new_tokens':5").replace('\'', '"');
  }
}
