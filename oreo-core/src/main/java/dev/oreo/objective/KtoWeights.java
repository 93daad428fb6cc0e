package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.KtoExample;
import java.util.List;

/**
 * How much desirable and undesirable examples weigh in {@link KtoObjective}: the paper's lambda_D
 * and lambda_U.
 *
 * @param desirable of desirable examples, above 0, finite
 * @param undesirable of undesirable ones, above 0, finite
 * @see <a href="https://arxiv.org/abs/2402.01306">Ethayarajh et al. 2024, Eq. 8</a>
 */
public record KtoWeights(double desirable, double undesirable) {
  /** Both weights 1: for about as many desirable as undesirable examples. */
  public static final KtoWeights EQUAL = new KtoWeights(1, 1);

  /** The largest part of desirable examples over undesirable ones that the paper advises. */
  private static final double LARGEST_RATIO = 4.0 / 3;

  /** Checks the weights. {@inheritDoc} */
  public KtoWeights {
    Checks.argument(
        desirable > 0 && Double.isFinite(desirable),
        "desirable must be finite and > 0, got %s",
        desirable);
    Checks.argument(
        undesirable > 0 && Double.isFinite(undesirable),
        "undesirable must be finite and > 0, got %s",
        undesirable);
  }

  /**
   * Returns weights that balance the two classes of a data set: {@code desirable * nD /
   * (undesirable * nU)} lies in [1, 4/3], as the paper advises. The larger class keeps weight 1 and
   * the smaller one gets the least weight above 1 that does it; both are 1 if that is in the
   * interval already.
   *
   * @param desirableCount nD, at least 1
   * @param undesirableCount nU, at least 1
   * @return the weights
   * @throws IllegalArgumentException if a class is empty
   */
  public static KtoWeights balanced(int desirableCount, int undesirableCount) {
    Checks.argument(
        desirableCount >= 1 && undesirableCount >= 1,
        "desirableCount and undesirableCount must be >= 1, got %d and %d",
        desirableCount,
        undesirableCount);
    double ratio = (double) desirableCount / undesirableCount;
    if (ratio < 1) {
      return new KtoWeights(1 / ratio, 1);
    }
    return new KtoWeights(1, Math.max(1, ratio / LARGEST_RATIO));
  }

  /**
   * Returns weights that balance the two classes of these examples.
   *
   * @param examples a whole data set, with both classes
   * @return as {@link #balanced(int, int)} gives for its counts
   * @throws IllegalArgumentException if a class is empty
   */
  public static KtoWeights balanced(List<KtoExample> examples) {
    int desirable = (int) examples.stream().filter(KtoExample::desirable).count();
    return balanced(desirable, examples.size() - desirable);
  }

  /** The weight of one example. */
  double of(KtoExample example) {
    return example.desirable() ? desirable : undesirable;
  }
}
