package dev.oreo.objective;

/**
 * Lambda-returns: the mean of all n-step returns {@code G^(n)_h = sum_{l<n} rho_{h+l} + V_{h+n}}
 * with the weights {@code (1 - lambda) lambda^(n-1)}, the last one with all that is left. After the
 * last token rewards and values are 0.
 */
final class LambdaReturns {
  private LambdaReturns() {}

  /**
   * By the recursion {@code G_h = rho_h + (1 - lambda) V_{h+1} + lambda G_{h+1}}; lambda 1 sums the
   * rewards to go.
   *
   * @param rewards rho, per token
   * @param values V of the state that chooses each token
   * @param lambda in [0, 1]
   */
  static double[] of(double[] rewards, double[] values, double lambda) {
    double[] returns = new double[rewards.length];
    double nextReturn = 0;
    double nextValue = 0;
    for (int h = rewards.length - 1; h >= 0; h--) {
      returns[h] = rewards[h] + (1 - lambda) * nextValue + lambda * nextReturn;
      nextReturn = returns[h];
      nextValue = values[h];
    }
    return returns;
  }
}
