package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.data.MathProblem;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.mathematics.GreedyTest;
import dev.oreo.examples.mathematics.Rounds;
import dev.oreo.iterate.IterationConfig;
import dev.oreo.iterate.IterativeOreo;
import dev.oreo.iterate.Origin;
import dev.oreo.iterate.ValueOrigin;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.train.RunManifest;
import dev.oreo.train.TrainerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code oreo iterate}: rounds of sampling with the current policy and OREO on the samples. */
@Command(
    name = "iterate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Iterative OREO: each round draws responses with the current policy, grades them, and trains"
          + " policy and value function on them.",
      "Writes OUTPUT/round-K/rollouts.jsonl, policy, value and metrics.jsonl, rounds.jsonl,"
          + " results.md and manifest.json. The same command in the same folder goes on where an"
          + " earlier one ended."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class IterateCommand implements Callable<Integer> {
  /** Keeps the draws of one seed's rounds apart from those of another. */
  private static final long SEED_STRIDE = 1_000_003;

  /** Options that may differ when an iteration is taken up again. */
  private static final List<String> FREE =
      List.of("output", "rounds", "batch_tokens", "verbose", "model", "dataset", "test");

  @Spec private CommandSpec spec;
  @Mixin private ModelMixin model;
  @Mixin private TaskOptions task;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Problems to measure each round's greedy accuracy on (default: none).")
  private @Nullable Path test;

  @Option(
      names = "--test-limit",
      paramLabel = "N",
      description = "Take the first N of them only (default: all).")
  private @Nullable Integer testLimit;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many rounds (default: ${DEFAULT-VALUE}, as in the paper).")
  private int rounds;

  @Option(
      names = "--policy-from",
      paramLabel = "WHICH",
      defaultValue = "previous",
      description =
          "Where a round's policy begins: previous (the round before) or initial (the model);"
              + " default: ${DEFAULT-VALUE}.")
  private Origin policyFrom;

  @Option(
      names = "--reference-from",
      paramLabel = "WHICH",
      defaultValue = "previous",
      description = "What the reference is: previous or initial (default: ${DEFAULT-VALUE}).")
  private Origin referenceFrom;

  @Option(
      names = "--value-from",
      paramLabel = "WHICH",
      defaultValue = "zero_head",
      description =
          "Where a round's value function begins: zero_head (the reference's backbone with a head"
              + " of zeros) or previous (default: ${DEFAULT-VALUE}).")
  private ValueOrigin valueFrom;

  @Mixin private SamplingOptions sampling;
  @Mixin private ObjectiveMixin objective;
  @Mixin private OptimizationMixin optimization;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the iteration; made if it does not exist.")
  private Path output;

  /** Made by the command line only. */
  public IterateCommand() {}

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    objective.requireUseful(ObjectiveName.OREO, spec);
    if (spec.commandLine().getParseResult().hasMatchedOption("--steps")) {
      throw new ParameterException(
          spec.commandLine(), "--steps must not be given: the task says where steps end");
    }
    TrainerConfig config = optimization.config(ObjectiveName.OREO);
    SoftBellmanObjective loss = objective.bellman().oreo(objective.strength());
    IterationConfig iteration = new IterationConfig(rounds, policyFrom, referenceFrom, valueFrom);
    HuggingFaceCheckpoint initial = model.open();
    RoundWork.Sampling samples = samples(initial);
    Optional<GreedyTest> tested = greedyTest();
    JsonObject settings = settings(initial);
    PrintWriter out = spec.commandLine().getOut();
    Files.createDirectories(output);
    try (Rounds finished = Rounds.open(output.resolve("rounds.jsonl"), settings)) {
      RoundWork work =
          new RoundWork(
              samples,
              new RoundWork.Training(loss, config, optimization, model.options()),
              tested,
              finished,
              output,
              out);
      out.printf(
          "%d rounds; policy from %s, reference from %s, value function from %s%n",
          rounds, policyFrom, referenceFrom, valueFrom);
      work.begin(initial);
      new IterativeOreo<>(work, iteration).run(initial);
      Files.writeString(output.resolve("results.md"), finished.markdown());
      out.printf("%n%s%n", finished.markdown());
    }
    Manifests.of(
            settings,
            optimization.seed(),
            Map.of(task.dataset().toString(), RunManifest.sha256(task.dataset())),
            Map.of("policy", initial.fingerprint()),
            started)
        .write(output.resolve("manifest.json"));
    out.printf("wrote %s%n", output);
    return 0;
  }

  private RoundWork.Sampling samples(HuggingFaceCheckpoint initial) throws IOException {
    long seed = optimization.seed() * SEED_STRIDE;
    return new RoundWork.Sampling(
        task.problems(),
        task.prompt(initial),
        task.grader(),
        round -> sampling.config(task.task(), seed + round),
        sampling.generating(model.options()));
  }

  /** What may not change when an iteration is taken up again. */
  private JsonObject settings(HuggingFaceCheckpoint initial) throws IOException {
    JsonObject settings = Manifests.options(spec);
    for (String free : FREE) {
      settings.remove(free);
    }
    settings.addProperty("model_fingerprint", initial.fingerprint());
    task.describe(settings);
    sampling.describe(settings, task.task());
    if (test != null) {
      settings.addProperty("test_sha256", RunManifest.sha256(test));
    }
    return settings;
  }

  private Optional<GreedyTest> greedyTest() throws IOException {
    checkArgument(
        test != null || testLimit == null, "--test-limit must come with --test, got it alone");
    if (test == null) {
      return Optional.empty();
    }
    List<MathProblem> problems = task.task().read(test);
    checkArgument(
        testLimit == null || testLimit >= 1, "--test-limit must be >= 1, got %s", testLimit);
    int count = testLimit == null ? problems.size() : Math.min(testLimit, problems.size());
    return Optional.of(
        new GreedyTest(
            problems.subList(0, count), task.grader(), sampling.maxNewTokens(task.task())));
  }
}
