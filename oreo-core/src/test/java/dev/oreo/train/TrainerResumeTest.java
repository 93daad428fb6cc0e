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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that stop and go on, in one process, on a tabular backend. All comparisons are exact. */
final class TrainerResumeTest {
  private static final TrainingListener NONE = ResumableRun.beforeCheckpoint(update -> {});

  @TempDir private Path root = Path.of("");

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private Map<String, Object> uninterrupted() throws IOException {
    ResumableRun run = new ResumableRun(folder("whole"));
    run.complete(run.checkpoints().everyUpdates(1000).build(), NONE, false);
    return ResumableRun.results(run.folder);
  }

  /** A run that fails before the checkpoint of an update is written. */
  private ResumableRun interrupted(Path folder, int update, TrainerCheckpoints checkpoints) {
    ResumableRun run = new ResumableRun(folder);
    assertThatThrownBy(
            () ->
                run.complete(
                    checkpoints,
                    ResumableRun.beforeCheckpoint(
                        u -> {
                          if (u == update) {
                            throw new IllegalStateException("stopped");
                          }
                        }),
                    false))
        .hasMessage("stopped");
    return run;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> String.valueOf(child.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9, 12})
  void resume_afterAnyUpdate_isTheRunThatNeverStopped(int update) throws IOException {
    Path folder = folder("run");
    interrupted(folder, update, new ResumableRun(folder).checkpoints().build());
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl"))).hasSize(update);

    ResumableRun resumed = new ResumableRun(folder);
    resumed.complete(resumed.checkpoints().build(), NONE, true);

    assertThat(ResumableRun.results(folder)).isEqualTo(uninterrupted());
    assertThat(resumed.recorder.plans.get(0).updatesDone()).isEqualTo(update - 1);
    assertThat(resumed.recorder.reports.get(0).update()).isEqualTo(update);
    TrainingSummary summary = resumed.recorder.summaries.get(0);
    assertThat(summary.updates()).isEqualTo(ResumableRun.UPDATES);
    assertThat(summary.tokens()).isEqualTo(tokensOfWholeRun());
  }

  private long tokensOfWholeRun() throws IOException {
    ResumableRun run = new ResumableRun(folder("tokens"));
    return run.trainer(run.value).build().train(ResumableRun.batches(9)).tokens();
  }

  @Test
  void resume_checkpointsSeveralUpdatesApart_repeatsThoseAfterTheLast() throws IOException {
    Path folder = folder("run");
    interrupted(folder, 10, new ResumableRun(folder).checkpoints().everyUpdates(5).build());

    ResumableRun resumed = new ResumableRun(folder);
    resumed.complete(resumed.checkpoints().everyUpdates(5).build(), NONE, true);

    assertThat(resumed.recorder.plans.get(0).updatesDone()).isEqualTo(5);
    assertThat(ResumableRun.results(folder)).isEqualTo(uninterrupted());
    assertThat(names(folder.resolve("checkpoints")))
        .containsExactly("lock", "update-10", "update-5");
  }

  @Test
  void resume_finishedRun_makesNoUpdateAndHasItsNetworks() throws IOException {
    Path folder = folder("run");
    ResumableRun first = new ResumableRun(folder);
    first.complete(first.checkpoints().build(), NONE, false);

    ResumableRun again = new ResumableRun(folder("again"));
    TrainingSummary summary =
        again
            .trainer(again.value)
            .checkpoints(first.checkpoints().build())
            .build()
            .resume(ResumableRun.batches(9));

    assertThat(again.recorder.reports).isEmpty();
    assertThat(summary).isEqualTo(first.recorder.summaries.get(0));
    again.policy.save(again.folder.resolve("policy"));
    assertThat(again.folder.resolve("policy/table.txt"))
        .hasSameTextualContentAs(folder.resolve("policy/table.txt"));
  }

  @Test
  void resume_damagedLatest_isRejectedAndTheOneBeforeGoesOn() throws IOException {
    Path folder = folder("run");
    interrupted(folder, 5, new ResumableRun(folder).checkpoints().build());
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
    assertThat(ResumableRun.results(folder)).isEqualTo(uninterrupted());
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
    interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());
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
    ResumableRun run = interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

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
  void resume_otherMicroBatches_areAllowed() throws IOException {
    Path folder = folder("run");
    ResumableRun run = interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

    TrainingSummary summary =
        Trainer.builder(
                run.policy,
                ResumableRun.objective(0.02),
                ResumableRun.CONFIG.toBuilder().microBatchTokens(1).build())
            .valueFunction(run.value)
            .reference(run.policy)
            .checkpoints(run.checkpoints().build())
            .build()
            .resume(ResumableRun.batches(9));

    assertThat(summary.updates()).isEqualTo(ResumableRun.UPDATES);
  }

  @Test
  void resume_otherOrderOfTheData_isRejectedWithBothBatches() throws IOException {
    Path folder = folder("run");
    ResumableRun run = interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

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
    ResumableRun run = interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

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
    interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

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
  void open_leftoversOfKills_areRemovedAndNothingElse() throws IOException {
    Path folder = folder("run");
    Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
    String uuid = "0b0f1d6e-7d39-4d0b-8f7e-2b0a6c1f9a55";
    Files.createDirectories(checkpoints.resolve(".update-3." + uuid + ".incomplete/policy"));
    Files.writeString(
        checkpoints.resolve(".update-3." + uuid + ".incomplete/policy/table.txt"), "[");
    List<String> others =
        List.of(
            ".mine." + uuid + ".incomplete",
            ".update-3.incomplete",
            "notes",
            "update-03",
            "update-3.old");
    for (String other : others) {
      Files.createDirectories(checkpoints.resolve(other));
    }

    ResumableRun run = new ResumableRun(folder);
    run.complete(run.checkpoints().keep(1).build(), NONE, true);

    assertThat(run.recorder.plans.get(0).updatesDone()).isZero();
    assertThat(names(checkpoints))
        .containsExactlyInAnyOrder(
            Stream.concat(others.stream(), Stream.of("lock", "update-12")).toArray(String[]::new));
  }

  @Test
  void keep_fewerThanThereAre_removesTheOldestAfterTheNext() throws IOException {
    Path folder = folder("run");
    interrupted(folder, 5, new ResumableRun(folder).checkpoints().keep(3).build());
    assertThat(names(folder.resolve("checkpoints")))
        .containsExactly("lock", "update-2", "update-3", "update-4");

    ResumableRun resumed = new ResumableRun(folder);
    resumed.complete(resumed.checkpoints().everyUpdates(12).keep(1).build(), NONE, true);

    assertThat(names(folder.resolve("checkpoints"))).containsExactly("lock", "update-12");
  }

  @Test
  void every_duration_writesOnceItHasPassed() throws IOException {
    ResumableRun soon = new ResumableRun(folder("soon"));
    soon.complete(every(soon, Duration.ofNanos(1)), NONE, false);
    assertThat(names(soon.folder.resolve("checkpoints"))).contains("update-11", "update-12");

    ResumableRun late = new ResumableRun(folder("late"));
    late.complete(every(late, Duration.ofDays(1)), NONE, false);
    assertThat(names(late.folder.resolve("checkpoints"))).containsExactly("lock");
  }

  private static TrainerCheckpoints every(ResumableRun run, Duration duration) {
    return TrainerCheckpoints.builder(run.folder.resolve("checkpoints")).every(duration).build();
  }

  @Test
  void resume_metricsWithoutTheUpdatesDone_areRejected() throws IOException {
    Path folder = folder("run");
    interrupted(folder, 4, new ResumableRun(folder).checkpoints().build());
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
