package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that grows by whole rows, and what is left of it after a kill. */
final class JsonlJournalTest {
  @TempDir private Path folder = Path.of("");

  private static final JsonObject HEADER = json("{\"samples\": 4, \"temperature\": 1.0}");

  private Path file() {
    return folder.resolve("rows.partial");
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private void write(int... values) throws IOException {
    try (JsonlJournal journal = JsonlJournal.open(file(), HEADER)) {
      for (int value : values) {
        journal.append(json("{\"text\": \"\u00e9\\n\", \"n\": " + value + "}"));
      }
    }
  }

  private static int n(JsonlJournal journal, int row) throws IOException {
    return journal.row(row).get("n").getAsInt();
  }

  @Test
  void rows_ofAllOpenings_areReadInOrder() throws IOException {
    write(1, 2);
    write(3);

    try (JsonlJournal journal = JsonlJournal.open(file(), HEADER)) {
      assertThat(journal.size()).isEqualTo(3);
      assertThat(n(journal, 0)).isEqualTo(1);
      assertThat(n(journal, 2)).isEqualTo(3);
      assertThat(journal.row(1).get("text").getAsString()).isEqualTo("\u00e9\n");
      journal.append(json("{\"n\": 4}"));
      assertThat(n(journal, 3)).isEqualTo(4);
    }
    assertThat(Files.readAllLines(file())).hasSize(5);
  }

  @Test
  void lastRow_cutAtAnyByte_isRemovedAndTheOthersKept() throws IOException {
    write(1, 2);
    byte[] whole = Files.readAllBytes(file());
    int firstEnd = firstEnd(whole, 2);
    for (int length = firstEnd; length < whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));

      write(7);

      try (JsonlJournal journal = JsonlJournal.open(file(), HEADER)) {
        assertThat(journal.size()).as("cut to %d bytes", length).isEqualTo(2);
        assertThat(n(journal, 0)).isEqualTo(1);
        assertThat(n(journal, 1)).isEqualTo(7);
      }
    }
  }

  /** Where the line after so many lines begins. */
  private static int firstEnd(byte[] bytes, int lines) {
    int left = lines;
    int at = 0;
    while (left > 0) {
      left -= bytes[at++] == '\n' ? 1 : 0;
    }
    return at;
  }

  @Test
  void header_cutWhileItWasWritten_isWrittenAgain() throws IOException {
    Files.writeString(file(), "{\"samp");

    write(1);

    try (JsonlJournal journal = JsonlJournal.open(file(), HEADER)) {
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void open_withAnotherHeader_namesTheKeyAndBothValues() throws IOException {
    write(1);

    assertThatThrownBy(
            () -> JsonlJournal.open(file(), json("{\"samples\": 8, \"temperature\": 1.0}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "samples must be what %s was begun with, got 8 and there 4 (go on with that, or delete"
                    .formatted(file())
                + " the file)");
    assertThatThrownBy(() -> JsonlJournal.open(file(), json("{\"samples\": 4}")))
        .hasMessageContaining("temperature must be")
        .hasMessageContaining("got nothing and there 1.0");
    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  @Test
  void open_brokenLineInTheMiddle_isAnErrorAndNothingIsLost() throws IOException {
    write(1);
    Files.writeString(file(), "{\"n\": \n{\"n\": 3}\n", StandardOpenOption.APPEND);
    String before = Files.readString(file());

    assertThatThrownBy(() -> JsonlJournal.open(file(), HEADER))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file() + ":3: row must be a JSON object, got ");
    assertThat(file()).hasContent(before);
  }

  @Test
  void open_twice_isRefused() throws IOException {
    try (JsonlJournal journal = JsonlJournal.open(file(), HEADER)) {
      assertThatThrownBy(() -> JsonlJournal.open(file(), HEADER))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("another run writes to it");
      journal.append(json("{\"n\": 1}"));
    }
  }

  @Test
  void row_thatIsNotThere_isRejected() throws IOException {
    try (JsonlJournal journal = JsonlJournal.open(file(), HEADER)) {
      assertThatThrownBy(() -> journal.row(0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> journal.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void append_numberThatIsNotFinite_isRejectedAndLeavesTheFile() throws IOException {
    try (JsonlJournal journal = JsonlJournal.open(file(), HEADER)) {
      JsonObject row = new JsonObject();
      row.addProperty("n", Double.NaN);
      assertThatThrownBy(() -> journal.append(row)).isInstanceOf(IllegalArgumentException.class);
      assertThat(journal.size()).isZero();
    }
    assertThat(Files.readAllLines(file())).hasSize(1);
  }
}
