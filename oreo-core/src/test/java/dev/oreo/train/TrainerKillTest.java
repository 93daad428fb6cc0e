package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that die while they train, or while they write a checkpoint. */
final class TrainerKillTest {
  @TempDir private Path root = Path.of("");

  private static void runUntilKilled(Path folder, int update, KilledRun.Moment moment)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                folder.toString(),
                String.valueOf(update),
                moment.name())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(KilledRun.EXIT_CODE);
  }

  /** Killed at update 3, gone on, killed at update 9 in the same way, gone on to the end. */
  @ParameterizedTest
  @EnumSource
  void resume_afterKills_isTheRunThatNeverStopped(KilledRun.Moment moment)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(root.resolve("run"));

    runUntilKilled(folder, 3, moment);
    assertThat(leftovers(folder)).hasSize(moment == KilledRun.Moment.BEFORE_WRITING ? 0 : 1);
    runUntilKilled(folder, 9, moment);
    ResumableRun resumed = new ResumableRun(folder);
    resumed.complete(
        resumed.checkpoints().build(), ResumableRun.beforeCheckpoint(update -> {}), true);

    assertThat(resumed.recorder.plans.get(0).updatesDone()).isEqualTo(8);
    assertThat(leftovers(folder)).isEmpty();
    ResumableRun whole = new ResumableRun(Files.createDirectory(root.resolve("whole")));
    whole.complete(whole.checkpoints().build(), ResumableRun.beforeCheckpoint(update -> {}), false);
    assertThat(ResumableRun.results(folder)).isEqualTo(ResumableRun.results(whole.folder));
  }

  private static List<Path> leftovers(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder.resolve("checkpoints"))) {
      return children.filter(child -> child.getFileName().toString().startsWith(".")).toList();
    }
  }
}
