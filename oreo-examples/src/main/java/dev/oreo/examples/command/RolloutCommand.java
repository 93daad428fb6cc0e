package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.data.BalancedSampler;
import dev.oreo.data.MathProblem;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.mathematics.GradedRollouts;
import dev.oreo.examples.mathematics.RolloutRun;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo rollout}: draws responses to problems and grades them. */
@Command(
    name = "rollout",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Draws responses to problems and grades them, for train.",
      "Rows have the token ids as drawn, cut into steps, the reward (1 if right, else 0), the"
          + " verdict and the problem. Each is kept in OUTPUT.partial as soon as it is drawn; the"
          + " same command goes on from there. OUTPUT appears when all are drawn, and"
          + " OUTPUT.manifest.json with it."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RolloutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdaptedModelMixin model;
  @Mixin private TaskOptions task;
  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--balance",
      description =
          "Of each problem's responses write as many right as wrong ones, at most four each, and"
              + " one right one where all are (as the paper's 7B runs do).")
  private boolean balance;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSONL to write; must not exist.")
  private Path output;

  /** Made by the command line only. */
  public RolloutCommand() {}

  @Override
  public Integer call() throws IOException {
    if (Files.exists(output)) {
      throw new FileAlreadyExistsException(output.toString());
    }
    Instant started = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    HuggingFaceCheckpoint checkpoint = model.open();
    List<MathProblem> problems = task.problems();
    RolloutRun run =
        new RolloutRun(
            problems,
            task.prompt(checkpoint),
            task.grader(),
            sampling.config(task.task(), seed),
            out);
    String fingerprint = model.fingerprint(checkpoint);
    JsonObject settings = settings(fingerprint);
    Path partial = beside(".partial");
    try (GradedRollouts rollouts = GradedRollouts.open(partial, settings)) {
      try (ModelNetworks networks =
          model.networks(checkpoint, sampling.generating(model.options()))) {
        run.run(networks.policy(), checkpoint.tokenizer(), rollouts);
      }
      finish(rollouts, problems.size(), out);
    }
    Manifests.of(
            Manifests.options(spec),
            seed,
            Map.of(task.dataset().toString(), RunManifest.sha256(task.dataset())),
            Map.of("policy", fingerprint),
            started)
        .write(beside(".manifest.json"));
    Files.delete(partial);
    out.printf("wrote %s%n", output);
    return 0;
  }

  private JsonObject settings(String fingerprint) throws IOException {
    JsonObject settings = new JsonObject();
    settings.addProperty("model_fingerprint", fingerprint);
    settings.addProperty("precision", model.options().precision().toString());
    task.describe(settings);
    sampling.describe(settings, task.task());
    settings.addProperty("seed", seed);
    return settings;
  }

  private void finish(GradedRollouts rollouts, int problems, PrintWriter out) throws IOException {
    out.printf(
        "%,d of %,d responses are right; %,d of %,d problems have right and wrong ones; %,d responses"
            + " were cut at %d tokens%n",
        rollouts.right(),
        rollouts.size(),
        rollouts.problemsWithBothOutcomes(),
        problems,
        rollouts.cut(),
        sampling.maxNewTokens(task.task()));
    if (balance) {
      int kept = rollouts.writeBalanced(output, BalancedSampler.of(1, seed));
      out.printf("balanced: %,d responses%n", kept);
    } else {
      rollouts.write(output);
    }
  }

  private Path beside(String suffix) {
    return output.resolveSibling(output.getFileName() + suffix);
  }
}
