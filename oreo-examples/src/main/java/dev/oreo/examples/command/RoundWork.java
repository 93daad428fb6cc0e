package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.data.MathProblem;
import dev.oreo.data.ProblemPrompt;
import dev.oreo.data.TrajectoryGroups;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.examples.mathematics.GradedRollouts;
import dev.oreo.examples.mathematics.Grader;
import dev.oreo.examples.mathematics.GreedyTest;
import dev.oreo.examples.mathematics.RolloutRun;
import dev.oreo.examples.mathematics.Rounds;
import dev.oreo.examples.training.ActorCriticTraining;
import dev.oreo.iterate.RoundResult;
import dev.oreo.iterate.RoundStages;
import dev.oreo.iterate.RoundStart;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.rollout.RolloutConfig;
import dev.oreo.train.MetricsWriter;
import dev.oreo.train.ProgressPrinter;
import dev.oreo.train.TrainerConfig;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The rounds of {@code iterate} in a folder. What an earlier run finished there is found again: a
 * round's responses one by one, its training as a whole.
 */
final class RoundWork implements RoundStages<HuggingFaceCheckpoint, HuggingFaceCheckpoint, Path> {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  private final Sampling sampling;
  private final Training training;
  private final Optional<GreedyTest> test;
  private final Rounds finished;
  private final Path folder;
  private final PrintWriter out;

  RoundWork(
      Sampling sampling,
      Training training,
      Optional<GreedyTest> test,
      Rounds finished,
      Path folder,
      PrintWriter out) {
    this.sampling = sampling;
    this.training = training;
    this.test = test;
    this.finished = finished;
    this.folder = folder;
    this.out = out;
  }

  /**
   * What is drawn in each round.
   *
   * @param config by the number of the round
   * @param options how the policy is loaded to generate
   */
  record Sampling(
      List<MathProblem> problems,
      ProblemPrompt prompt,
      Grader grader,
      IntFunction<RolloutConfig> config,
      ModelOptions options) {}

  /** How each round is trained. */
  record Training(
      SoftBellmanObjective objective,
      TrainerConfig config,
      OptimizationMixin optimization,
      ModelOptions options) {}

  /** Measures the policy that the iteration begins with. */
  void begin(HuggingFaceCheckpoint initial) throws IOException {
    if (finished.finished() == 0) {
      finished.begin(tested(initial));
    }
  }

  @Override
  public Path sample(int round, HuggingFaceCheckpoint policy) throws IOException {
    Path file = roundFolder(round).resolve("rollouts.jsonl");
    if (Files.exists(file)) {
      return file;
    }
    out.printf("%nround %d: responses%n", round);
    Path partial = roundFolder(round).resolve("rollouts.jsonl.partial");
    JsonObject identity = new JsonObject();
    identity.addProperty("round", round);
    identity.addProperty("policy_fingerprint", policy.fingerprint());
    try (GradedRollouts rollouts = GradedRollouts.open(partial, identity)) {
      try (DjlPolicy generator = loadGenerating(policy)) {
        new RolloutRun(
                sampling.problems,
                sampling.prompt,
                sampling.grader,
                sampling.config.apply(round),
                out)
            .run(generator, policy.tokenizer(), rollouts);
      }
      rollouts.write(file);
    }
    Files.delete(partial);
    return file;
  }

  @Override
  public RoundResult<HuggingFaceCheckpoint, HuggingFaceCheckpoint> train(
      RoundStart<HuggingFaceCheckpoint, HuggingFaceCheckpoint> start, Path rollouts)
      throws IOException {
    Path trained = roundFolder(start.round()).resolve("trained");
    List<Trajectory> data =
        TrajectoryReader.read(
                rollouts,
                start.policy().tokenizer(),
                TrajectoryReaderOptions.DEFAULT.withMaxLength(Integer.MAX_VALUE))
            .trajectories();
    if (!Files.exists(trained)) {
      out.printf("%nround %d: training%n", start.round());
      train(start, data, trained);
    }
    HuggingFaceCheckpoint policy = HuggingFaceCheckpoint.open(trained.resolve("policy"));
    if (finished.finished() <= start.round()) {
      finished.add(accuracy(data), bothOutcomes(data), tested(policy));
    }
    return new RoundResult<>(policy, HuggingFaceCheckpoint.open(trained.resolve("value")));
  }

  private void train(
      RoundStart<HuggingFaceCheckpoint, HuggingFaceCheckpoint> start,
      List<Trajectory> data,
      Path trained)
      throws IOException {
    try (OutputFolder made = OutputFolder.create(trained)) {
      try (MetricsWriter metrics = new MetricsWriter(made.workspace().resolve("metrics.jsonl"))) {
        new ActorCriticTraining(
                start.policy(), start.reference(), start.valueFunction(), training.options)
            .train(
                training.objective,
                training.config,
                training.optimization.batches(data),
                List.of(new ProgressPrinter(out, PROGRESS_EVERY), metrics),
                made.workspace());
      }
      made.commit();
    }
  }

  private static Accuracy accuracy(List<Trajectory> data) {
    return new Accuracy(
        (int) data.stream().filter(trajectory -> trajectory.reward() > 0).count(), data.size());
  }

  private static int bothOutcomes(List<Trajectory> data) {
    int both = 0;
    for (TrajectoryGroup group : TrajectoryGroups.byPrompt(data)) {
      long right = group.trajectories().stream().filter(t -> t.reward() > 0).count();
      both += right > 0 && right < group.trajectories().size() ? 1 : 0;
    }
    return both;
  }

  private Optional<Accuracy> tested(HuggingFaceCheckpoint policy) throws IOException {
    if (test.isEmpty()) {
      return Optional.empty();
    }
    try (DjlPolicy generator = loadGenerating(policy)) {
      return Optional.of(test.get().run(generator, sampling.prompt));
    }
  }

  private DjlPolicy loadGenerating(HuggingFaceCheckpoint policy) throws IOException {
    return policy.loadPolicy(sampling.options);
  }

  private Path roundFolder(int round) throws IOException {
    return Files.createDirectories(folder.resolve("round-" + round));
  }
}
