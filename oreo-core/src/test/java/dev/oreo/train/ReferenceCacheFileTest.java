package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TabularPolicy;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a cache's file when something is wrong. */
final class ReferenceCacheFileTest {
  /** More than one chunk. */
  private static final List<Trajectory> ROWS = Rows.random(150);

  @TempDir private Path folder;

  private final TabularPolicy reference =
      TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, 2);

  private ReferenceLogProbCache open(
      List<Trajectory> rows, Supplier<? extends ReferencePolicy> supplier) throws IOException {
    return ReferenceLogProbCache.open(folder, "tabular-2", rows, supplier);
  }

  @Test
  void open_truncatedFile_isAnErrorThatNamesIt() throws IOException {
    Path file = filled();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

    assertThatThrownBy(() -> open(ROWS, () -> reference))
        .isInstanceOf(ReferenceCacheException.class)
        .hasMessage(file + ": length must be " + bytes.length + ", got " + (bytes.length - 1));
    assertThat(Files.size(file)).isEqualTo(bytes.length - 1);
  }

  @Test
  void open_changedByte_isAnErrorThatNamesIt() throws IOException {
    Path file = filled();
    byte[] whole = Files.readAllBytes(file);
    Map<Integer, String> rejected =
        Map.of(
            0,
            "first bytes must be oreo.ref, got others",
            11,
            "format version must be 1, got 0",
            12,
            "model hash must be ",
            44,
            "data hash must be ",
            79,
            "trajectories must be 150, got 151",
            87,
            "log-probs must be ",
            88,
            "checksum must be ",
            whole.length - 1,
            "checksum must be ");

    for (Map.Entry<Integer, String> entry : rejected.entrySet()) {
      byte[] changed = whole.clone();
      changed[entry.getKey()] ^= 1;
      Files.write(file, changed);

      assertThatThrownBy(() -> open(ROWS, () -> reference))
          .isInstanceOf(ReferenceCacheException.class)
          .hasMessageStartingWith(file + ": " + entry.getValue());
    }
  }

  @Test
  void open_referenceFails_leavesNothing() {
    ReferencePolicy failing =
        (trajectories, scores) -> {
          throw new IllegalStateException("out of memory");
        };

    assertThatThrownBy(() -> open(ROWS, () -> failing)).hasMessage("out of memory");
    assertThat(files()).isEmpty();
  }

  @Test
  void open_logProbNotFinite_isRejected() {
    Trajectory row = ROWS.get(0);
    ReferencePolicy broken =
        (trajectories, scores) -> {
          double[] values = new double[row.positions()];
          values[2] = Double.NaN;
          return List.of(new TrajectoryScores(row, Map.of(Score.REFERENCE_LOG_PROB, values)));
        };

    assertThatThrownBy(() -> open(List.of(row), () -> broken))
        .isInstanceOf(ReferenceCacheException.class)
        .hasMessageEndingWith(
            ".ref: REFERENCE_LOG_PROB must be finite, got NaN at position 2 (trajectory row-0)");
    assertThat(files()).isEmpty();
  }

  @Test
  void open_listThatChanges_isRejected() {
    List<Trajectory> changing =
        new AbstractList<>() {
          private int next;

          @Override
          public Trajectory get(int i) {
            return ROWS.get(next++);
          }

          @Override
          public int size() {
            return 2;
          }
        };

    assertThatThrownBy(() -> open(changing, () -> reference))
        .isInstanceOf(ReferenceCacheException.class)
        .hasMessageEndingWith(
            ".ref: trajectories must be the same each time they are read, got others");
    assertThat(files()).isEmpty();
  }

  private Path filled() throws IOException {
    try (ReferenceLogProbCache cache = open(ROWS, () -> reference)) {
      return cache.file();
    }
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
