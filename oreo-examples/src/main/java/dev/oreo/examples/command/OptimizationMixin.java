package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.examples.command.TrainCommand.ObjectiveName;
import dev.oreo.model.AdamWConfig;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.TrainerConfig;
import dev.oreo.trajectory.Trajectory;
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

  private static final int SFT_EPOCHS = 3;
  private static final double SFT_LEARNING_RATE = 2e-5;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows (default: sft 3, oreo 1).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "128",
      description = "Rows of one update (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--micro-batch-tokens",
      paramLabel = "N",
      description =
          "Tokens that go through the network together; changes memory, not results (default:"
              + " ${DEFAULT-VALUE}).")
  private int microBatchTokens = TrainerConfig.DEFAULT.microBatchTokens();

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Of the policy (default: sft 2e-5, oreo 5e-6).")
  private @Nullable Double learningRate;

  @Option(
      names = VALUE_LEARNING_RATE,
      paramLabel = "R",
      description = "Of the value function (default: ${DEFAULT-VALUE}).")
  private double valueLearningRate = TrainerConfig.DEFAULT.valueLearningRate();

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

  @Option(names = "--drop-last", description = "Leave out an epoch's last batch if it is not full.")
  private boolean dropLast;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the order of the rows (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** Returns the seed of the order. */
  long seed() {
    return seed;
  }

  /** Returns the batches of the rows. */
  ShuffledBatches<Trajectory> batches(List<Trajectory> rows) {
    return new ShuffledBatches<>(rows, batchSize, dropLast, seed);
  }

  /** Returns the trainer's settings, with the objective's defaults where an option is absent. */
  TrainerConfig config(ObjectiveName objective) {
    boolean sft = objective == ObjectiveName.SFT;
    AdamWConfig adamW = adamW();
    return TrainerConfig.builder()
        .epochs(
            Objects.requireNonNullElse(epochs, sft ? SFT_EPOCHS : TrainerConfig.DEFAULT.epochs()))
        .microBatchTokens(microBatchTokens)
        .policyLearningRate(
            Objects.requireNonNullElse(
                learningRate, sft ? SFT_LEARNING_RATE : TrainerConfig.DEFAULT.policyLearningRate()))
        .valueLearningRate(valueLearningRate)
        .warmupFraction(warmup)
        .policyFreezeFraction(freeze)
        .policyOptimizer(adamW)
        .valueOptimizer(adamW)
        .build();
  }

  private AdamWConfig adamW() {
    checkArgument(
        adamBetas.length == 2, "--adam-betas must be two numbers, got %s", adamBetas.length);
    return new AdamWConfig(
        adamBetas[0], adamBetas[1], AdamWConfig.DEFAULT.epsilon(), weightDecay, clip);
  }
}
