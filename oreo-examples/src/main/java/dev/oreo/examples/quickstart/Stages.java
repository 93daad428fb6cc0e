package dev.oreo.examples.quickstart;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.arithmetic.Imitation;
import dev.oreo.examples.arithmetic.TinyModel;
import dev.oreo.examples.training.ActorCriticTraining;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.rollout.Rollout;
import dev.oreo.rollout.Rollouts;
import dev.oreo.train.MetricsWriter;
import dev.oreo.train.ProgressPrinter;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.TrainerConfig;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The training stages of the quickstart: each opens a checkpoint, trains, and saves another. */
final class Stages {
  private static final int MICRO_BATCH_TOKENS = 4096;
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  private final Path folder;
  private final long seed;
  private final PrintWriter out;
  private final Map<String, TrainingCurve> curves = new LinkedHashMap<>();

  Stages(Path folder, long seed, PrintWriter out) {
    this.folder = folder;
    this.seed = seed;
    this.out = out;
  }

  /** Supervised fine-tuning on the rows; rejection sampling if the rows are filtered. */
  HuggingFaceCheckpoint imitate(
      String name, HuggingFaceCheckpoint start, List<Trajectory> rows, Imitation settings)
      throws IOException {
    try (MetricsWriter metrics = metrics(name)) {
      return settings.train(
          start, rows, seed, List.of(progress(), metrics, curve(name)), folder.resolve(name));
    }
  }

  /** OREO on answers: policy and value function learn together, both from {@code start}. */
  ActorCritic oreo(
      String name, HuggingFaceCheckpoint start, Rollouts answers, QuickstartConfig.Oreo settings)
      throws IOException {
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(Granularity.TOKEN)
            .beta(settings.beta())
            .klCoefficient(settings.alpha())
            .build();
    TrainerConfig config =
        TrainerConfig.builder()
            .microBatchTokens(MICRO_BATCH_TOKENS)
            .policyLearningRate(settings.policyLearningRate())
            .valueLearningRate(settings.valueLearningRate())
            .policyFreezeFraction(settings.criticOnly())
            .build();
    List<Trajectory> rows =
        answers.rollouts().stream()
            .filter(answer -> answer.prompt() < settings.prompts())
            .map(Rollout::trajectory)
            .toList();
    Path result = Files.createDirectory(folder.resolve(name));
    try (MetricsWriter metrics = metrics(name)) {
      new ActorCriticTraining(start, start, Optional.empty(), TinyModel.OPTIONS)
          .train(
              objective,
              config,
              batches(rows, settings.batchSize()),
              List.of(progress(), metrics, curve(name)),
              result);
    }
    return new ActorCritic(
        HuggingFaceCheckpoint.open(result.resolve("policy")),
        HuggingFaceCheckpoint.open(result.resolve("value")));
  }

  /** Returns what training reported, by the name of the stage. */
  Map<String, TrainingCurve> curves() {
    return curves;
  }

  private ShuffledBatches<Trajectory> batches(List<Trajectory> rows, int batchSize) {
    return new ShuffledBatches<>(rows, batchSize, false, seed);
  }

  private ProgressPrinter progress() {
    return new ProgressPrinter(out, PROGRESS_EVERY);
  }

  private MetricsWriter metrics(String name) throws IOException {
    return new MetricsWriter(folder.resolve(name + "-metrics.jsonl"));
  }

  private TrainingCurve curve(String name) {
    TrainingCurve curve = new TrainingCurve();
    curves.put(name, curve);
    return curve;
  }
}
