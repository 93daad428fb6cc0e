package dev.oreo.math;

import dev.oreo.internal.Checks;

/**
 * Logits to log-probabilities without overflow. Natural logarithms.
 *
 * <p>Stateless and thread-safe; arguments are not written.
 */
public final class LogProbabilities {
  private LogProbabilities() {}

  /**
   * Returns {@code log(sum_j exp(logits[j]))}, finite for finite logits of any size.
   *
   * @param logits at least one; negative infinity stands for an impossible outcome
   * @return the log-partition; negative infinity if every outcome is impossible
   * @throws IllegalArgumentException if {@code logits} is empty
   */
  public static double logSumExp(double... logits) {
    Checks.argument(logits.length > 0, "logits must not be empty");
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    if (Double.isInfinite(max)) {
      return max;
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum);
  }

  /**
   * Returns the log-probabilities of a softmax: {@code logits[j] - logSumExp(logits)}.
   *
   * @param logits at least one, at least one of them above negative infinity
   * @return a new array of the same length
   * @throws IllegalArgumentException if {@code logits} is empty
   */
  public static double[] logSoftmax(double... logits) {
    double logPartition = logSumExp(logits);
    double[] logProbs = new double[logits.length];
    for (int j = 0; j < logits.length; j++) {
      logProbs[j] = logits[j] - logPartition;
    }
    return logProbs;
  }
}
