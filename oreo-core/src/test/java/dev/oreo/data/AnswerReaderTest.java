package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class AnswerReaderTest {
  @TempDir private Path folder;

  private List<AnswerRow> read(String rows) throws IOException {
    Path file = Files.writeString(folder.resolve("answers.jsonl"), rows);
    List<AnswerRow> read = new ArrayList<>();
    try (AnswerReader reader = new AnswerReader(file)) {
      for (Optional<AnswerRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        read.add(row.get());
      }
    }
    return read;
  }

  @Test
  void next_bothKinds_areReadInOrder() throws IOException {
    List<AnswerRow> rows =
        read(
            """
            {"prediction": "1/2", "reference": "0.5", "id": 7}

            {"response": "so 3", "solution": "#### 3", "question": "1+2?"}
            {"response": "so 4", "solution": "#### 3"}
            """);

    assertThat(rows).extracting(AnswerRow::line).containsExactly(1L, 3L, 4L);
    assertThat(rows).extracting(AnswerRow::extracted).containsExactly(true, false, false);
    assertThat(rows).extracting(AnswerRow::question).containsExactly("", "1+2?", "");
    assertThat(rows).extracting(AnswerRow::response).containsExactly("1/2", "so 3", "so 4");
    assertThat(rows).extracting(AnswerRow::reference).containsExactly("0.5", "#### 3", "#### 3");
    assertThat(rows.get(0).row().get("id").getAsInt()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"answer\": \"3\"} | row must have either prediction and reference or response and solution, got the keys [answer]",
        "{\"prediction\": \"3\", \"response\": \"3\"} | row must have either prediction and reference or response and solution, got the keys [prediction, response]",
        "{\"prediction\": \"3\"} | reference must be a string, got null",
        "{\"prediction\": 3, \"reference\": \"3\"} | prediction must be a string, got 3",
      })
  void next_badRow_isRejectedWithItsPlace(String row, String message) {
    assertThatThrownBy(() -> read("{\"prediction\": \"1\", \"reference\": \"1\"}\n" + row))
        .isInstanceOf(DataFormatException.class)
        .hasMessageEndingWith("answers.jsonl:2: " + message);
  }
}
