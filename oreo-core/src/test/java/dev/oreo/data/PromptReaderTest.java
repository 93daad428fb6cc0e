package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
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
        "{'messages':[]} | row must have prompt or prompt_token_ids, got the keys [messages]",
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
}
