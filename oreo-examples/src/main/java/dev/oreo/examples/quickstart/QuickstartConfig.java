package dev.oreo.examples.quickstart;

import dev.oreo.examples.arithmetic.ArithmeticTask;
import dev.oreo.examples.arithmetic.Imitation;

/**
 * Everything that can be set about a quickstart, found by trying on other seeds.
 *
 * @param task which problems, and how many
 * @param searched how many of the held-out problems the search methods are compared on
 * @param imitation supervised fine-tuning on the demonstrations, from random weights
 * @param samplesPerPrompt answers drawn for each training prompt at temperature 1
 * @param rejection supervised fine-tuning on the drawn answers that are right
 * @param strong OREO that moves far from the imitation: the headline
 * @param cautious OREO that stays near it and leaves something to search for
 * @param beam beams of value-guided search, and next steps drawn from each
 * @param candidates whole answers drawn for each problem by best-of-N and by the majorities
 */
public record QuickstartConfig(
    ArithmeticTask task,
    int searched,
    Imitation imitation,
    int samplesPerPrompt,
    Imitation rejection,
    Oreo strong,
    Oreo cautious,
    int beam,
    int candidates) {

  /** The published settings: at most five minutes on two cores. */
  public static final QuickstartConfig DEFAULT =
      new QuickstartConfig(
          ArithmeticTask.DEFAULT,
          200,
          Imitation.DEFAULT,
          8,
          new Imitation(32, 1e-3),
          new Oreo(900, 0.07, 0.003, 4e-4, 5e-4, 0.15, 32),
          new Oreo(450, 0.05, 0.03, 4e-4, 5e-4, 0.15, 32),
          4,
          16);

  /**
   * Token-level OREO, one epoch.
   *
   * @param prompts how many of the problems that were sampled from it learns from
   * @param beta KL strength of the problem
   * @param alpha weight of the KL regulariser
   * @param policyLearningRate its peak
   * @param valueLearningRate its peak
   * @param criticOnly fraction of the updates, the first ones, that train the value function only
   * @param batchSize rows of one update
   */
  public record Oreo(
      int prompts,
      double beta,
      double alpha,
      double policyLearningRate,
      double valueLearningRate,
      double criticOnly,
      int batchSize) {}
}
