package dev.oreo.examples.command;

import dev.oreo.djl.ModelOptions;
import dev.oreo.examples.alfworld.StudyConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code alfworld study} trains, and how. The defaults are the small model's. */
final class StudyOptions {
  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "1536",
      description =
          "Longest conversation, in training and in play: an episode is lost before a turn that might"
              + " exceed it (default: ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--max-turns",
      paramLabel = "N",
      defaultValue = "40",
      description = "Turns after which an episode is lost (default: ${DEFAULT-VALUE}).")
  private int maxTurns;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "64",
      description = "Episodes played at once (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--sft-games",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Transcripts to imitate, at most (default: ${DEFAULT-VALUE}).")
  private int sftGames;

  @Option(
      names = "--pretraining-epochs",
      paramLabel = "N",
      description =
          "Passes over variants of them that make the base model, which learns all that is said"
              + " (default: 6; 0 with --model).")
  private @Nullable Integer pretrainingEpochs;

  @Option(
      names = "--variant-epochs",
      paramLabel = "N",
      description =
          "Passes over variants with mistakes in them that learn the expert's turns (default: 5; 0"
              + " with --model).")
  private @Nullable Integer variantEpochs;

  @Option(
      names = "--sft-epochs",
      paramLabel = "N",
      description = "Passes over the transcripts themselves (default: 1; 2 with --model).")
  private @Nullable Integer sftEpochs;

  @Option(
      names = "--sft-batch-size",
      paramLabel = "N",
      defaultValue = "8",
      description = "Transcripts of one update (default: ${DEFAULT-VALUE}).")
  private int sftBatchSize;

  @Option(
      names = "--sft-learning-rate",
      paramLabel = "R",
      defaultValue = "1.5e-3",
      description = "Its peak (default: ${DEFAULT-VALUE}).")
  private double sftLearningRate;

  @Option(
      names = "--rollout-games",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Training games to play (default: ${DEFAULT-VALUE}).")
  private int rolloutGames;

  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "5",
      description = "Episodes of each (default: ${DEFAULT-VALUE}, as in the paper).")
  private int samples;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "Of drawing their tokens (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Episodes of one update after imitation; DPO takes half as many pairs (default:"
              + " ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--rejection-learning-rate",
      paramLabel = "R",
      defaultValue = "1e-4",
      description = "Its peak; one epoch (default: ${DEFAULT-VALUE}).")
  private double rejectionLearningRate;

  @Option(
      names = "--dpo-learning-rate",
      paramLabel = "R",
      defaultValue = "1e-5",
      description = "Its peak; one epoch (default: ${DEFAULT-VALUE}).")
  private double dpoLearningRate;

  @Option(
      names = "--dpo-beta",
      paramLabel = "B",
      defaultValue = "0.1",
      description = "Strength of its KL term (default: ${DEFAULT-VALUE}, the paper's).")
  private double dpoBeta;

  @Option(
      names = "--oreo-epochs",
      paramLabel = "N",
      defaultValue = "2",
      description = "Passes over all episodes (default: ${DEFAULT-VALUE}).")
  private int oreoEpochs;

  @Option(
      names = "--oreo-learning-rate",
      paramLabel = "R",
      defaultValue = "2e-4",
      description = "The policy's peak (default: ${DEFAULT-VALUE}).")
  private double oreoLearningRate;

  @Option(
      names = "--value-learning-rate",
      paramLabel = "R",
      defaultValue = "5e-4",
      description = "The value function's peak (default: ${DEFAULT-VALUE}).")
  private double valueLearningRate;

  @Option(
      names = "--beta",
      paramLabel = "B",
      defaultValue = "0.03",
      description = "Strength of OREO's KL term (default: ${DEFAULT-VALUE}, the paper's).")
  private double beta;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      defaultValue = "0.01",
      description = "Weight of OREO's KL regulariser (default: ${DEFAULT-VALUE}, the paper's).")
  private double alpha;

  @Option(
      names = "--freeze",
      paramLabel = "F",
      defaultValue = "0.1",
      description =
          "Share of OREO's updates, the first ones, that train the value function only (default:"
              + " ${DEFAULT-VALUE}).")
  private double freeze;

  @Option(
      names = "--actions",
      paramLabel = "K",
      split = ",",
      defaultValue = "1,2,3,5",
      description =
          "The K of best-of-K actions by OREO's value function; 1 draws one action and has no"
              + " choice (default: ${DEFAULT-VALUE}).")
  private List<Integer> actions = List.of();

  /** Returns the settings; {@code scratch} for a model without any training. */
  StudyConfig config(ModelOptions networks, boolean scratch) {
    return new StudyConfig(
        networks,
        maxTokens,
        maxTurns,
        parallel,
        new StudyConfig.Sft(
            sftGames,
            Objects.requireNonNullElse(pretrainingEpochs, scratch ? 6 : 0),
            Objects.requireNonNullElse(variantEpochs, scratch ? 5 : 0),
            Objects.requireNonNullElse(sftEpochs, scratch ? 1 : 2),
            sftBatchSize,
            sftLearningRate),
        new StudyConfig.Rollouts(rolloutGames, samples, temperature),
        new StudyConfig.Rejection(1, batchSize, rejectionLearningRate),
        new StudyConfig.Dpo(1, Math.max(1, batchSize / 2), dpoLearningRate, dpoBeta, 5),
        new StudyConfig.Oreo(
            oreoEpochs, batchSize, oreoLearningRate, valueLearningRate, beta, alpha, freeze),
        actions);
  }
}
