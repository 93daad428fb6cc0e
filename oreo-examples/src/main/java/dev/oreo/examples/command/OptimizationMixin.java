package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.model.AdamWConfig;
import dev.oreo.train.BatchSampler;
import dev.oreo.train.PromptBatches;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.TrainerConfig;
import dev.oreo.trajectory.Example;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the optimisation, whatever the objective. */
@SuppressWarnings("NullAway.Init") // picocli fills options with defaults
final class OptimizationMixin {
  /** Only for objectives with a value function. */
  static final String VALUE_LEARNING_RATE = "--value-learning-rate";

  /** Only for objectives with a value function. */
  static final String FREEZE = "--freeze";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the examples (default: sft 3, others 1).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "128",
      description = "Examples of one update: rows, pairs or groups (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--micro-batch-tokens",
      paramLabel = "N",
      description =
          "Tokens that go through the network together, what they begin with alike counted once;"
              + " changes memory, not results (default:"
              + " ${DEFAULT-VALUE}).")
  private int microBatchTokens = TrainerConfig.DEFAULT.microBatchTokens();

  @Option(
      names = "--one-graph",
      description =
          "Run the value function twice, so that what back-propagation needs of both networks is"
              + " never in memory at once; changes no result.")
  private boolean oneGraph;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description =
          "Of the policy (default: sft 2e-5; rejection, oreo, pcl, dro, dro-p, shiq 5e-6; tbrm"
              + " 2.5e-6; astarpo, grpo, ppo 1e-6; dqo, dpo, ipo, rebel, copg 5e-7; kto 5e-8).")
  private @Nullable Double learningRate;

  @Option(
      names = VALUE_LEARNING_RATE,
      paramLabel = "R",
      description = "Of the value function (default: oreo, pcl, dro 5e-6; dqo 1e-5; ppo 9e-6).")
  private @Nullable Double valueLearningRate;

  @Option(
      names = "--warmup",
      paramLabel = "F",
      description =
          "Fraction of the updates in which the learning rate grows to its peak, from which it"
              + " falls to 0 as a cosine (default: ${DEFAULT-VALUE}).")
  private double warmup = TrainerConfig.DEFAULT.warmupFraction();

  @Option(
      names = FREEZE,
      paramLabel = "F",
      defaultValue = "0",
      description =
          "Fraction of the updates, the first ones, that train the value function only (default:"
              + " ${DEFAULT-VALUE}).")
  private double freeze;

  @Option(
      names = "--average-decay",
      paramLabel = "D",
      description =
          "How much an update keeps of the running average of the policy (default:"
              + " ${DEFAULT-VALUE}).")
  private double averageDecay = TrainerConfig.DEFAULT.averageDecay();

  @Option(
      names = "--weight-decay",
      paramLabel = "W",
      defaultValue = "0",
      description = "Of AdamW, both networks (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--adam-betas",
      paramLabel = "B",
      split = ",",
      arity = "1",
      defaultValue = "0.9,0.95",
      description = "Decay of AdamW's two moments, both networks (default: ${DEFAULT-VALUE}).")
  private double[] adamBetas;

  @Option(
      names = "--clip",
      paramLabel = "N",
      defaultValue = "1",
      description = "Largest global norm of each network's gradient (default: ${DEFAULT-VALUE}).")
  private double clip;

  @Option(
      names = "--group-prompts",
      description =
          "Let the answers to one prompt follow each other, so that their prompt is computed once."
              + " A batch then has fewer prompts.")
  private boolean groupPrompts;

  @Option(names = "--drop-last", description = "Leave out an epoch's last batch if it is not full.")
  private boolean dropLast;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description =
          "Seed of the order of the examples, and of what is drawn of them (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** Returns the seed of the order. */
  long seed() {
    return seed;
  }

  /** Returns the batches of the examples. */
  <E extends Example> BatchSampler<E> batches(List<E> examples) {
    return groupPrompts
        ? new PromptBatches<>(examples, batchSize, dropLast, seed)
        : new ShuffledBatches<>(examples, batchSize, dropLast, seed);
  }

  /** Returns the trainer's settings, with the objective's defaults where an option is absent. */
  TrainerConfig config(ObjectiveName objective) {
    ObjectiveName.Rates rates = objective.rates();
    AdamWConfig adamW = adamW();
    TrainerConfig.Builder config =
        TrainerConfig.builder()
            .epochs(Objects.requireNonNullElse(epochs, rates.epochs()))
            .microBatchTokens(microBatchTokens)
            .oneGraphAtATime(oneGraph)
            .policyLearningRate(Objects.requireNonNullElse(learningRate, rates.policy()))
            .warmupFraction(warmup)
            .policyFreezeFraction(freeze)
            .averageDecay(averageDecay)
            .policyOptimizer(adamW)
            .valueOptimizer(adamW);
    if (objective.withValue()) {
      config.valueLearningRate(Objects.requireNonNullElse(valueLearningRate, rates.value()));
    }
    return config.build();
  }

  private AdamWConfig adamW() {
    checkArgument(
        adamBetas.length == 2, "--adam-betas must be two numbers, got %s", adamBetas.length);
    return new AdamWConfig(
        adamBetas[0], adamBetas[1], AdamWConfig.DEFAULT.epsilon(), weightDecay, clip);
  }
}
