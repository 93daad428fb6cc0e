package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that stop and go on, in one process, on a tabular backend. All comparisons are exact. */
final class TrainerResumeTest {
  private static final TrainingListener NONE = ResumableRun.beforeCheckpoint(update -> {});

  @TempDir private Path root = Path.of("");

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
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
    ResumableRun.interrupted(folder, update, new ResumableRun(folder).checkpoints().build());
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl"))).hasSize(update);

    ResumableRun resumed = new ResumableRun(folder);
    resumed.complete(resumed.checkpoints().build(), NONE, true);

    assertThat(ResumableRun.results(folder)).isEqualTo(ResumableRun.uninterrupted(folder("whole")));
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
    ResumableRun.interrupted(
        folder, 10, new ResumableRun(folder).checkpoints().everyUpdates(5).build());

    ResumableRun resumed = new ResumableRun(folder);
    resumed.complete(resumed.checkpoints().everyUpdates(5).build(), NONE, true);

    assertThat(resumed.recorder.plans.get(0).updatesDone()).isEqualTo(5);
    assertThat(ResumableRun.results(folder)).isEqualTo(ResumableRun.uninterrupted(folder("whole")));
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
  void resume_otherMicroBatches_areAllowed() throws IOException {
    Path folder = folder("run");
    ResumableRun run =
        ResumableRun.interrupted(folder, 3, new ResumableRun(folder).checkpoints().build());

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
    ResumableRun.interrupted(folder, 5, new ResumableRun(folder).checkpoints().keep(3).build());
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
}
