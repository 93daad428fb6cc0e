package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.OreoException;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints of other runs, damaged ones, and runs that must not begin. */
final class TrainerResumeRejectedTest {
  private static final TrainingListener NONE = ResumableRun.beforeCheckpoint(update -> {});

  @TempDir private Path root = Path.of("");

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  @Test
  void resume_damagedLatest_isRejectedAndTheOneBeforeGoesOn() throws IOException {
    Path folder = folder("run");
    ResumableRun.interrupted(folder, 5, new ResumableRun(folder).checkpoints().build());
    Path latest = folder.resolve("checkpoints/update-4");
    Files.delete(latest.resolve("value-optimizer/table.txt"));

    ResumableRun failing = new ResumableRun(folder);
    assertThatThrownBy(() -> failing.complete(failing.checkpoints().build(), NONE, true))
        .isInstanceOf(OreoException.class)
        .hasMessageContaining("update-4/value-optimizer");
    assertThat(failing.recorder.plans).isEmpty();

    Files.move(latest, folder.resolve("aside"));
    ResumableRun resumed = new ResumableRun(folder);
    resumed.complete(resumed.checkpoints().build(), NONE, true);
    assertThat(resumed.recorder.plans.get(0).updatesDone()).isEqualTo(3);
    assertThat(ResumableRun.results(folder)).isEqualTo(ResumableRun.uninterrupted(folder("whole")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                  | must be a JSON object, got End of input",
        "{}                  | format must be given, but is not",
        "{\"format\": 2}     | format must be 1, got 2",
        "{\"format\": \"x\"} | format must be what was written, got \"x\"",
        "{\"format\": 1, \"updates\": 0} | updates must be >= 1, got 0"
      })
  void resume_damagedTrainingFile_isRejectedByName(String content, String problem)
      throws IOException {
    Path folder = folder("run");
    ResumableRun.interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());
    Path file = folder.resolve("checkpoints/update-2/training.json");
    Files.writeString(file, content);

    ResumableRun resumed = new ResumableRun(folder);
    assertThatThrownBy(() -> resumed.complete(resumed.checkpoints().build(), NONE, true))
        .isInstanceOf(TrainerCheckpointException.class)
        .hasMessageStartingWith(file + ": " + problem);
  }

  @Test
  void resume_otherSettings_areRejectedWithBothValues() throws IOException {
    Path folder = folder("run");
    ResumableRun run =
        ResumableRun.interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

    Trainer.Builder<Trajectory> other =
        Trainer.builder(
                run.policy,
                ResumableRun.objective(0.02),
                ResumableRun.CONFIG.toBuilder().policyLearningRate(0.5).epochs(4).build())
            .valueFunction(run.value)
            .reference(run.policy)
            .checkpoints(run.checkpoints().identity(Map.of("seed", "8")).build());
    assertThatThrownBy(() -> other.build().resume(ResumableRun.batches(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "run must be the one that its checkpoint is of: seed must be 9, got 8;"
                + " trainer.epochs must be 3, got 4; trainer.policyLearningRate must be 0.01, got"
                + " 0.5 (%s)",
            folder.resolve("checkpoints/update-2"));
  }

  @Test
  void resume_otherOrderOfTheData_isRejectedWithBothBatches() throws IOException {
    Path folder = folder("run");
    ResumableRun run =
        ResumableRun.interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

    assertThatThrownBy(
            () ->
                run.trainer(run.value)
                    .checkpoints(run.checkpoints().build())
                    .build()
                    .resume(ResumableRun.batches(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "batch of update 2 must be the one that was trained on, got \\[row-.*\\] and there"
                + " \\[row-.*\\] \\(.*update-2\\)");
  }

  @Test
  void resume_objectiveThatAdaptsNothing_refusesTheStateOfOneThatDoes() throws IOException {
    Path folder = folder("run");
    ResumableRun run =
        ResumableRun.interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

    Trainer<Trajectory> other =
        Trainer.builder(
                run.policy,
                SoftBellmanObjective.builder(Granularity.TOKEN).averagedPolicy(true).build(),
                ResumableRun.CONFIG)
            .valueFunction(run.value)
            .reference(run.policy)
            .checkpoints(run.checkpoints().build())
            .build();
    assertThatThrownBy(() -> other.resume(ResumableRun.batches(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("state must be empty for objective oreo, got {");
  }

  @Test
  void train_whereCheckpointsAre_isRejected() throws IOException {
    Path folder = folder("run");
    ResumableRun.interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

    ResumableRun second = new ResumableRun(folder);
    assertThatThrownBy(() -> second.complete(second.checkpoints().build(), NONE, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "checkpoints must not exist where a run begins, got %s (resume that run, or choose"
                + " another folder)",
            folder.resolve("checkpoints/update-2"));
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl"))).hasSize(3);
  }

  @Test
  void train_folderOfARunThatGoesOn_isRejected() throws IOException {
    Path folder = folder("run");
    ResumableRun run = new ResumableRun(folder);
    assertThatThrownBy(
            () ->
                run.complete(
                    run.checkpoints().build(),
                    ResumableRun.beforeCheckpoint(
                        update -> {
                          ResumableRun other = new ResumableRun(folder);
                          other
                              .trainer(other.value)
                              .checkpoints(run.checkpoints().build())
                              .build()
                              .resume(ResumableRun.batches(9));
                        }),
                    false))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(FileSystemException.class)
        .hasMessageContaining("checkpoints must be of one run at a time");
  }

  @Test
  void resume_metricsWithoutTheUpdatesDone_areRejected() throws IOException {
    Path folder = folder("run");
    ResumableRun.interrupted(folder, 4, new ResumableRun(folder).checkpoints().build());
    Path metrics = folder.resolve("metrics.jsonl");
    List<String> lines = Files.readAllLines(metrics);
    Files.write(metrics, List.of(lines.get(0), lines.get(2)));

    ResumableRun resumed = new ResumableRun(folder);
    assertThatThrownBy(() -> resumed.complete(resumed.checkpoints().build(), NONE, true))
        .isInstanceOf(TrainerCheckpointException.class)
        .hasMessage(
            "%s: line 2 must be that of update 2, as the run goes on after update 3, got another",
            metrics);
    Files.write(metrics, lines.subList(0, 2));
    ResumableRun again = new ResumableRun(folder);
    assertThatThrownBy(() -> again.complete(again.checkpoints().build(), NONE, true))
        .hasMessageEndingWith("as the run goes on after update 3, got the file's end");
  }

  @Test
  void resume_trainerWithoutCheckpoints_isRejected() throws IOException {
    ResumableRun run = new ResumableRun(folder("run"));

    assertThatThrownBy(() -> run.trainer(run.value).build().resume(ResumableRun.batches(9)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("trainer must have checkpoints to resume from");
  }

  @Test
  void checkpoints_outOfRange_areRejected() {
    TrainerCheckpoints.Builder builder = TrainerCheckpoints.builder(root);

    assertThatThrownBy(() -> builder.everyUpdates(0))
        .hasMessage("everyUpdates must be >= 1, got 0");
    assertThatThrownBy(() -> builder.every(Duration.ZERO))
        .hasMessage("every must be above zero, got PT0S");
    assertThatThrownBy(() -> builder.keep(0)).hasMessage("keep must be >= 1, got 0");
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("everyUpdates or every must be set, got neither");
  }
}
