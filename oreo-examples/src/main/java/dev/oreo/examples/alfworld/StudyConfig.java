package dev.oreo.examples.alfworld;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.djl.ModelOptions;
import java.util.List;

/**
 * Settings of {@link AlfworldStudy}.
 *
 * @param networks how networks are loaded
 * @param maxTokens longest conversation, in training and in play
 * @param maxTurns turns of an episode; 40 in the paper
 * @param parallelEpisodes how many are played at once
 * @param sft imitation of the expert
 * @param rollouts what the methods learn from
 * @param rejection imitation of the episodes that were won
 * @param dpo pairs of a won and a lost episode of one game
 * @param oreo policy and value function
 * @param actions the K of best-of-K actions by OREO's value function, each at least 1, which is one
 *     action drawn and no choice
 */
public record StudyConfig(
    ModelOptions networks,
    int maxTokens,
    int maxTurns,
    int parallelEpisodes,
    Sft sft,
    Rollouts rollouts,
    Rejection rejection,
    Dpo dpo,
    Oreo oreo,
    List<Integer> actions) {

  /** Checks the values. {@inheritDoc} */
  public StudyConfig {
    actions = List.copyOf(actions);
    for (int k : actions) {
      checkArgument(k >= 1, "actions must be >= 1, got %s", k);
    }
  }

  /**
   * Imitation of the expert.
   *
   * @param games how many of its transcripts; those that are too long are left out
   * @param pretrainingEpochs passes over variants of them that come first and learn all that is
   *     said, for a model without any training
   * @param variantEpochs passes over variants that learn the expert's turns
   * @param epochs passes over the transcripts themselves
   * @param batchSize transcripts of one update
   * @param learningRate its peak
   */
  public record Sft(
      int games,
      int pretrainingEpochs,
      int variantEpochs,
      int epochs,
      int batchSize,
      double learningRate) {}

  /**
   * Episodes to learn from.
   *
   * @param games how many training games
   * @param samples episodes of each; 5 in the paper
   * @param temperature of drawing tokens
   */
  public record Rollouts(int games, int samples, double temperature) {}

  /**
   * Rejection sampling.
   *
   * @param epochs passes over the episodes that were won
   * @param batchSize episodes of one update
   * @param learningRate its peak
   */
  public record Rejection(int epochs, int batchSize, double learningRate) {}

  /**
   * DPO.
   *
   * @param epochs passes over the pairs
   * @param batchSize pairs of one update
   * @param learningRate its peak
   * @param beta strength of the KL term
   * @param pairsPerGame most pairs of a game; 5 in the paper
   */
  public record Dpo(
      int epochs, int batchSize, double learningRate, double beta, int pairsPerGame) {}

  /**
   * OREO, at token level.
   *
   * @param epochs passes over all episodes
   * @param batchSize episodes of one update
   * @param learningRate the policy's peak
   * @param valueLearningRate the value function's peak
   * @param beta strength of the KL term
   * @param klCoefficient weight alpha of the regulariser
   * @param freeze share of the updates, the first ones, that train the value function only
   */
  public record Oreo(
      int epochs,
      int batchSize,
      double learningRate,
      double valueLearningRate,
      double beta,
      double klCoefficient,
      double freeze) {}
}
