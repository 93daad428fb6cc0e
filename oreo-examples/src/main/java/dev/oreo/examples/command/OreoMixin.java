package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.objective.KlEstimator;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options that only {@code --objective oreo} has a use for. */
@SuppressWarnings("NullAway.Init") // picocli fills options with defaults
final class OreoMixin {
  /** What {@code --kl} calls the estimators. */
  enum KlName {
    REVERSE(KlEstimator.EXACT_REVERSE),
    FORWARD(KlEstimator.EXACT_FORWARD),
    K3(KlEstimator.K3);

    private final KlEstimator estimator;

    KlName(KlEstimator estimator) {
      this.estimator = estimator;
    }
  }

  private static final List<String> OWN_OPTIONS =
      List.of(
          "--reference",
          "--value",
          "--granularity",
          "--steps",
          "--beta",
          "--alpha",
          "--kl",
          OptimizationMixin.VALUE_LEARNING_RATE,
          OptimizationMixin.FREEZE);

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description = "HuggingFace folder of the frozen reference policy (default: the model).")
  private @Nullable Path reference;

  @Option(
      names = "--value",
      paramLabel = "DIR",
      description =
          "HuggingFace folder of a value function to go on from (default: the model's backbone"
              + " with a head of zeros).")
  private @Nullable Path value;

  @Option(
      names = "--granularity",
      paramLabel = "G",
      defaultValue = "token",
      description = "What one action is: token, step, response (default: ${DEFAULT-VALUE}).")
  private Granularity granularity;

  @Option(
      names = "--steps",
      paramLabel = "HOW",
      defaultValue = "newline",
      description =
          "Where steps end, with --granularity step: whole, newline, sentence (default:"
              + " ${DEFAULT-VALUE}).")
  private StepSegmenter steps;

  @Option(
      names = "--beta",
      paramLabel = "B",
      description =
          "Strength of the KL term in the soft Bellman equation (default: ${DEFAULT-VALUE}).")
  private double beta = SoftBellmanObjective.builder(Granularity.TOKEN).build().beta();

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description =
          "Weight of the KL regulariser of the policy loss (default: token 0.01, step 0.1, response"
              + " 0.3).")
  private @Nullable Double alpha;

  @Option(
      names = "--kl",
      paramLabel = "KL",
      defaultValue = "reverse",
      description =
          "The regulariser: reverse or forward over the whole vocabulary, or k3 on the data's"
              + " tokens (default: ${DEFAULT-VALUE}).")
  private KlName kl;

  /** Fails if an option was given that supervised fine-tuning would ignore. */
  void requireUnused(CommandSpec spec) {
    ParseResult given = spec.commandLine().getParseResult();
    for (String option : OWN_OPTIONS) {
      if (given.hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(), option + " must not be given with --objective sft: it has no use");
      }
    }
  }

  /** Fails if an option was given that another one makes useless. */
  void requireConsistent(CommandSpec spec) {
    ParseResult given = spec.commandLine().getParseResult();
    if (given.hasMatchedOption("--steps") && granularity != Granularity.STEP) {
      throw new ParameterException(
          spec.commandLine(), "--steps must not be given without --granularity step");
    }
    if (given.hasMatchedOption("--kl") && alpha != null && alpha == 0) {
      throw new ParameterException(
          spec.commandLine(), "--kl must not be given with --alpha 0: it has no use");
    }
  }

  /** Returns how responses are cut into steps. */
  StepSegmenter segmenter() {
    return granularity == Granularity.STEP ? steps : StepSegmenter.WHOLE;
  }

  /** Returns the objective. */
  SoftBellmanObjective objective() {
    SoftBellmanObjective.Builder builder =
        SoftBellmanObjective.builder(granularity).beta(beta).klEstimator(kl.estimator);
    if (alpha != null) {
      builder.klCoefficient(alpha);
    }
    return builder.build();
  }

  /** Opens the value function to train. The caller closes it. */
  DjlTrainableValueFunction openValue(HuggingFaceCheckpoint model, ModelOptions options)
      throws IOException {
    return value == null
        ? model.newValueFunction(options)
        : HuggingFaceCheckpoint.open(value).loadTrainableValueFunction(options);
  }

  /** Opens the reference. The caller closes it. */
  DjlPolicy openReference(HuggingFaceCheckpoint model, ModelOptions options) throws IOException {
    return (reference == null ? model : HuggingFaceCheckpoint.open(reference)).loadPolicy(options);
  }

  /** Adds to a manifest what the options alone do not say. */
  void describe(JsonObject settings, Map<String, String> checkpoints, HuggingFaceCheckpoint model)
      throws IOException {
    settings.addProperty("alpha", objective().klCoefficient());
    checkpoints.put(
        "reference",
        (reference == null ? model : HuggingFaceCheckpoint.open(reference)).fingerprint());
    if (value != null) {
      checkpoints.put("value", HuggingFaceCheckpoint.open(value).fingerprint());
    }
  }
}
