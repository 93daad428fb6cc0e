package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.RandomAccess;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose rows are read one by one. */
final class IndexedFileTest {
  private static final CharTokenizer TOKENIZER = new CharTokenizer("ab\n é𝄞", true);
  private static final int ROWS = 3000;
  private static final TrajectoryReaderOptions OPTIONS =
      TrajectoryReaderOptions.DEFAULT
          .withSegmenter(StepSegmenter.NEWLINE)
          .withMaxLength(40)
          .withOverlong(OverlongRows.TRUNCATE)
          .withSkipInvalid(true);

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("train.jsonl"), text);
  }

  /** Rows of all lengths, some cut, with bad rows, blank lines and both line ends between them. */
  private Path writeManyRows() throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      String response = "aé\\n𝄞 b".repeat(1 + random.nextInt(6));
      text.append(i % 10 == 3 ? "{\"prompt\":1}\n" : "")
          .append(i % 7 == 0 ? "  \r\n" : "")
          .append("{\"prompt\":\"ab\",\"response\":\"%s\",\"reward\":%d}".formatted(response, i))
          .append(i % 2 == 0 ? "\r\n" : "\n");
    }
    return write(text.substring(0, text.length() - 1));
  }

  private static String rows(int count) {
    return "{\"prompt\":\"a\",\"response\":\"b\",\"reward\":1}\n".repeat(count);
  }

  private IndexedFile<Trajectory> index(Path file) throws IOException {
    return TrajectoryReader.index(file, TOKENIZER, OPTIONS);
  }

  @Test
  void everyRow_equalsThatOfTheWholeFile_inAnyOrder() throws IOException {
    Path file = writeManyRows();
    TrajectoryFile eager = TrajectoryReader.read(file, TOKENIZER, OPTIONS);

    try (IndexedFile<Trajectory> index = index(file)) {
      List<Trajectory> lazy = index.examples();
      assertThat(lazy).hasSize(ROWS).isInstanceOf(RandomAccess.class);
      for (int i = ROWS - 1; i >= 0; i--) {
        assertThat(Answers.content(lazy.get(i)))
            .isEqualTo(Answers.content(eager.trajectories().get(i)));
      }
      assertThat(index.dropped()).isEqualTo(eager.dropped());
      assertThat(index.droppedCount()).isEqualTo(ROWS / 10);
      assertThat(index.truncated()).isEqualTo(eager.truncated()).isPositive();
    }
  }

  @Test
  void rows_areReadAnewAndHeldNowhere() throws IOException {
    try (IndexedFile<Trajectory> index = index(write(rows(2)))) {
      List<Trajectory> rows = index.examples();

      assertThat(rows.get(0)).isNotSameAs(rows.get(0));
      assertThat(
              Stream.of(IndexedFile.class, rows.getClass(), RowFile.class)
                  .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                  .map(Field::getType))
          .as("types that could hold rows: the lazy list itself alone")
          .filteredOn(type -> type.isArray() || Iterable.class.isAssignableFrom(type))
          .containsExactlyInAnyOrder(Path.class, List.class);
    }
  }

  @Test
  void pairsAndLabels_areIndexedToo() throws IOException {
    Path pairs = write("\n{\"prompt\":\"a\",\"chosen\":\"a\",\"rejected\":\"b\"}");
    try (IndexedFile<PreferencePair> index = PreferenceReader.index(pairs, TOKENIZER, OPTIONS)) {
      assertThat(index.examples().get(0).rejected().id()).isEqualTo("train.jsonl:2:rejected");
    }

    Path labels = write("{\"prompt\":\"a\",\"completion\":\"a\",\"label\":true}");
    try (IndexedFile<Trajectory> index = LabeledReader.index(labels, TOKENIZER, OPTIONS)) {
      assertThat(index.examples().get(0).reward()).isEqualTo(1);
    }
  }

  @Test
  void batches_takeTheLazyList() throws IOException {
    try (IndexedFile<Trajectory> index = index(write(rows(5)))) {
      ShuffledBatches<Trajectory> batches = new ShuffledBatches<>(index.examples(), 2, false, 1);

      assertThat(batches.epoch(1))
          .flatExtracting(batch -> batch)
          .extracting(Trajectory::id)
          .containsExactlyInAnyOrder(
              "train.jsonl:1", "train.jsonl:2", "train.jsonl:3", "train.jsonl:4", "train.jsonl:5");
    }
  }

  @Test
  void badRow_isRefusedWhenTheFileIsOpened() throws IOException {
    Path file = write(rows(1) + "{\"prompt\":1}");

    assertThatThrownBy(
            () -> TrajectoryReader.index(file, TOKENIZER, TrajectoryReaderOptions.DEFAULT))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ":2: row must have a reward, got the keys [prompt]");
  }

  @Test
  void emptyFile_hasNoRows() throws IOException {
    try (IndexedFile<Trajectory> index = index(write(""))) {
      assertThat(index.examples()).isEmpty();
      assertThat(index.dropped()).isEqualTo(Map.of());
    }
  }

  @Test
  void list_isUnmodifiableAndChecksItsIndices() throws IOException {
    try (IndexedFile<Trajectory> index = index(write(rows(1)))) {
      List<Trajectory> rows = index.examples();

      assertThatThrownBy(() -> rows.remove(0)).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> rows.get(1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("Index 1 out of bounds for length 1");
    }
  }

  @Test
  void fileOfAnotherSize_isRefused() throws IOException {
    Path file = write(rows(1));
    FileTime before = Files.getLastModifiedTime(file);
    try (IndexedFile<Trajectory> index = index(file)) {
      Files.writeString(file, rows(1), StandardOpenOption.APPEND);
      Files.setLastModifiedTime(file, before);

      assertThatThrownBy(() -> index.examples().get(0))
          .isInstanceOf(DataChangedException.class)
          .hasMessage(
              "%s: file must not change while its rows are in use, got 82 bytes of %s after 41 bytes of %s"
                  .formatted(file, before, before));
    }
  }

  @Test
  void fileOfAnotherTime_isRefused() throws IOException {
    Path file = write(rows(1));
    try (IndexedFile<Trajectory> index = index(file)) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));

      assertThatThrownBy(() -> index.examples().get(0))
          .isInstanceOf(DataChangedException.class)
          .hasMessageStartingWith(
              file
                  + ": file must not change while its rows are in use,"
                  + " got 41 bytes of 1970-01-01T00:00:00Z after 41 bytes of ");
    }
  }

  @Test
  void fileThatIsGone_isAnIoError() throws IOException {
    Path file = write(rows(1));
    try (IndexedFile<Trajectory> index = index(file)) {
      Files.delete(file);

      assertThatThrownBy(() -> index.examples().get(0))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void closedFile_givesNoMoreRows() throws IOException {
    Path file = write(rows(1));
    IndexedFile<Trajectory> index = index(file);
    index.close();
    index.close();

    assertThatThrownBy(() -> index.examples().get(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("file must be open to be read, got a closed one (" + file + ")");
  }
}
