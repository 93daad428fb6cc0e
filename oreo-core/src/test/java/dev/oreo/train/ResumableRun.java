package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.gson.JsonObject;
import dev.oreo.internal.Json;
import dev.oreo.model.CharTokenizer;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A run that uses all that a checkpoint must hold: two networks, an averaged policy, a regulariser
 * that adapts, a frozen beginning, three epochs of four updates whose last batch is smaller. Its
 * checkpoints lie in {@code folder/checkpoints}, its metrics beside them.
 */
final class ResumableRun {
  static final int UPDATES = 12;
  static final TrainerConfig CONFIG =
      TrainerConfig.builder()
          .epochs(3)
          .microBatchTokens(20)
          .policyLearningRate(0.01)
          .valueLearningRate(0.02)
          .policyFreezeFraction(0.2)
          .averageDecay(0.6)
          .build();

  private static final List<Trajectory> ROWS = Rows.random(15);

  final TabularPolicy policy = policy(1);
  final TabularValueFunction value = TabularValueFunction.random(Rows.VOCABULARY, 3);
  final Recorder recorder = new Recorder();
  final Path folder;

  ResumableRun(Path folder) {
    this.folder = folder;
  }

  private static TabularPolicy policy(long seed) {
    return TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, seed);
  }

  static ShuffledBatches<Trajectory> batches(long seed) {
    return new ShuffledBatches<>(ROWS, 4, false, seed);
  }

  static SoftBellmanObjective objective(double klTarget) {
    return SoftBellmanObjective.builder(Granularity.TOKEN)
        .klTarget(klTarget)
        .averagedPolicy(true)
        .build();
  }

  TrainerCheckpoints.Builder checkpoints() {
    return TrainerCheckpoints.builder(folder.resolve("checkpoints"))
        .everyUpdates(1)
        .identity(Map.of("seed", "9"));
  }

  Trainer.Builder<Trajectory> trainer(TrainableValueFunction valueFunction) {
    return Trainer.builder(policy, objective(0.02), CONFIG)
        .valueFunction(valueFunction)
        .reference(policy(2))
        .listener(recorder);
  }

  /** Trains or resumes with metrics; then saves what came out. */
  void complete(TrainerCheckpoints checkpoints, TrainingListener more, boolean resume)
      throws IOException {
    try (MetricsWriter metrics = new MetricsWriter(folder.resolve("metrics.jsonl"))) {
      Trainer<Trajectory> trainer =
          trainer(value).checkpoints(checkpoints).listener(metrics).listener(more).build();
      if (resume) {
        trainer.resume(batches(9));
      } else {
        trainer.train(batches(9));
      }
    }
    policy.save(folder.resolve("policy"));
    value.save(folder.resolve("value"));
  }

  /** The results of a run that is not stopped. */
  static Map<String, Object> uninterrupted(Path folder) throws IOException {
    ResumableRun run = new ResumableRun(folder);
    run.complete(
        run.checkpoints().everyUpdates(1000).build(), beforeCheckpoint(update -> {}), false);
    return results(folder);
  }

  /** A run that fails before the checkpoint of an update is written. */
  @CanIgnoreReturnValue
  static ResumableRun interrupted(Path folder, int update, TrainerCheckpoints checkpoints) {
    ResumableRun run = new ResumableRun(folder);
    assertThatThrownBy(
            () ->
                run.complete(
                    checkpoints,
                    beforeCheckpoint(
                        u -> {
                          if (u == update) {
                            throw new IllegalStateException("stopped");
                          }
                        }),
                    false))
        .hasMessage("stopped");
    return run;
  }

  /** What a run leaves, but for its times. */
  static Map<String, Object> results(Path folder) throws IOException {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put(
        "metrics",
        Files.readAllLines(folder.resolve("metrics.jsonl")).stream()
            .map(ResumableRun::withoutSeconds)
            .toList());
    for (String network : new String[] {"policy", "value"}) {
      results.put(network, Files.readString(folder.resolve(network).resolve("table.txt")));
    }
    return results;
  }

  private static String withoutSeconds(String line) {
    try {
      JsonObject json = Json.parseObject(line);
      json.remove("seconds");
      return json.toString();
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Calls something before an update's checkpoint is written. */
  static TrainingListener beforeCheckpoint(Consumer<Long> action) {
    return new TrainingListener() {
      @Override
      public void started(TrainingPlan plan) {}

      @Override
      public void updated(UpdateReport report) {}

      @Override
      public void checkpointing(long update) {
        action.accept(update);
      }

      @Override
      public void finished(TrainingSummary summary) {}
    };
  }
}
