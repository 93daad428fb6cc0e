package dev.oreo.evaluate;

import dev.oreo.internal.Checks;

/**
 * The chance that at least one of k responses to a problem is right, estimated without bias from n
 * responses of which c are right: {@code 1 - C(n - c, k) / C(n, k)}.
 *
 * <p>That is the share of all sets of k responses out of the n that hold a right one. With {@code k
 * = 1} it is {@code c / n}.
 *
 * @see <a href="https://arxiv.org/abs/2107.03374">Chen et al. 2021, section 2.1</a>
 */
public final class PassAtK {
  private PassAtK() {}

  /**
   * Estimates pass@k of one problem.
   *
   * @param samples responses n, at least 1
   * @param correct right ones c among them, in [0, {@code samples}]
   * @param k how many responses may be tried, in [1, {@code samples}]
   * @return in [0, 1]
   */
  public static double estimate(int samples, int correct, int k) {
    Checks.argument(samples >= 1, "samples must be >= 1, got %d", samples);
    Checks.argument(
        correct >= 0 && correct <= samples, "correct must be in [0, %d], got %d", samples, correct);
    Checks.argument(k >= 1 && k <= samples, "k must be in [1, %d], got %d", samples, k);
    // C(n - c, k) / C(n, k) as the paper's product of n - c - i over n - i, which cannot overflow
    double allWrong = 1;
    for (int i = 0; i < k; i++) {
      allWrong *= Math.max(0, samples - correct - i) / (double) (samples - i);
    }
    return 1 - allWrong;
  }

  /**
   * Estimates pass@k of each of some problems. The mean of what is returned is the dataset's
   * pass@k; {@link Bootstrap} has its interval.
   *
   * @param samples responses n to each problem, at least 1
   * @param correct right ones of each problem, each in [0, {@code samples}]
   * @param k how many responses may be tried, in [1, {@code samples}]
   * @return one per problem, in order, in [0, 1]
   */
  public static double[] perProblem(int samples, int[] correct, int k) {
    double[] estimates = new double[correct.length];
    for (int i = 0; i < estimates.length; i++) {
      estimates[i] = estimate(samples, correct[i], k);
    }
    return estimates;
  }
}
