package dev.oreo.math;

import dev.oreo.internal.Checks;

/**
 * The divergence of a policy from a reference at one state: exact in both directions over all
 * outcomes, and its estimate k3 from one sampled outcome; each with its derivative.
 *
 * <p>Units: nats. Shapes: {@code logPolicy} and {@code logReference} are normalised
 * log-probabilities over the same outcomes. An outcome of probability 0 (log-probability negative
 * infinity) contributes 0 to the expectation taken under it; where only the other distribution
 * excludes an outcome the divergence is infinite.
 *
 * <p>Stateless and thread-safe; arguments are not written.
 *
 * @see <a href="http://joschu.net/blog/kl-approx.html">Schulman, Approximating KL divergence: k3
 *     </a>
 */
public final class KlDivergence {
  private KlDivergence() {}

  /**
   * Returns the reverse divergence {@code KL(policy || reference) = sum_v pi_v (log pi_v - log
   * r_v)}.
   *
   * @param logPolicy log-probabilities of the policy
   * @param logReference log-probabilities of the reference
   * @return at least 0 up to rounding
   * @throws IllegalArgumentException if the arrays are empty or differ in length
   */
  public static double reverse(double[] logPolicy, double[] logReference) {
    requireSameLength(logPolicy, logReference);
    double sum = 0;
    for (int v = 0; v < logPolicy.length; v++) {
      sum += expectationTerm(logPolicy[v], logPolicy[v] - logReference[v]);
    }
    return sum;
  }

  /**
   * Returns the derivative of {@link #reverse} by the policy's logits: {@code pi_j (log pi_j - log
   * r_j - KL)}.
   *
   * @param logPolicy log-probabilities of the policy
   * @param logReference log-probabilities of the reference
   * @return one entry per outcome; they sum to 0
   * @throws IllegalArgumentException if the arrays are empty or differ in length
   */
  public static double[] reverseGradient(double[] logPolicy, double[] logReference) {
    double divergence = reverse(logPolicy, logReference);
    double[] gradient = new double[logPolicy.length];
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] = expectationTerm(logPolicy[j], logPolicy[j] - logReference[j] - divergence);
    }
    return gradient;
  }

  /**
   * Returns the forward divergence {@code KL(reference || policy) = sum_v r_v (log r_v - log
   * pi_v)}.
   *
   * @param logPolicy log-probabilities of the policy
   * @param logReference log-probabilities of the reference
   * @return at least 0 up to rounding
   * @throws IllegalArgumentException if the arrays are empty or differ in length
   */
  public static double forward(double[] logPolicy, double[] logReference) {
    return reverse(/* logPolicy= */ logReference, /* logReference= */ logPolicy);
  }

  /**
   * Returns the derivative of {@link #forward} by the policy's logits: {@code pi_j - r_j}.
   *
   * @param logPolicy log-probabilities of the policy
   * @param logReference log-probabilities of the reference
   * @return one entry per outcome; they sum to 0
   * @throws IllegalArgumentException if the arrays are empty or differ in length
   */
  public static double[] forwardGradient(double[] logPolicy, double[] logReference) {
    requireSameLength(logPolicy, logReference);
    double[] gradient = new double[logPolicy.length];
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] = Math.exp(logPolicy[j]) - Math.exp(logReference[j]);
    }
    return gradient;
  }

  /**
   * Returns the estimate k3 of the reverse divergence from one outcome: {@code exp(-d) + d - 1}.
   *
   * <p>Unbiased only for outcomes sampled from the policy. Over outcomes sampled from the reference
   * its mean is the chi-squared divergence less the forward divergence.
   *
   * @param logRatio d, the outcome's log-probability under the policy less that under the reference
   * @return at least 0
   */
  public static double k3(double logRatio) {
    return Math.expm1(-logRatio) + logRatio;
  }

  /**
   * Returns the derivative of {@link #k3} by the log-ratio, so by the policy's log-probability of
   * the outcome: {@code 1 - exp(-d)}.
   *
   * @param logRatio d, as for {@link #k3}
   * @return below 1
   */
  public static double k3Derivative(double logRatio) {
    return -Math.expm1(-logRatio);
  }

  private static double expectationTerm(double logProb, double value) {
    return logProb == Double.NEGATIVE_INFINITY ? 0 : Math.exp(logProb) * value;
  }

  private static void requireSameLength(double[] logPolicy, double[] logReference) {
    Checks.argument(
        logPolicy.length == logReference.length && logPolicy.length > 0,
        "logPolicy and logReference must have equal length of at least 1, got %d and %d",
        logPolicy.length,
        logReference.length);
  }
}
