package dev.oreo.objective;

import java.util.OptionalInt;

/**
 * The residual of every window of one trajectory, for {@link PathConsistencyObjective}: {@code C_i
 * = -V_i + V_{i+d} + sum_{j<d} rho_{i+j}}, one window beginning at each of the M action tokens. A
 * window that would pass the last token ends there, at the value 0.
 */
final class PathConsistencyResiduals {
  private final ActionTokens tokens;
  private final int window;
  private final double[] residuals;

  private PathConsistencyResiduals(ActionTokens tokens, int window) {
    this.tokens = tokens;
    this.window = window;
    this.residuals = new double[tokens.count()];
  }

  /**
   * Needs {@link Score#VALUE}.
   *
   * @param penalties per position what {@code rho = r - penalty} takes from a token's reward
   * @param window d, empty for all that is left of the trajectory
   */
  static PathConsistencyResiduals of(
      TrajectoryScores scores, double[] penalties, OptionalInt window) {
    ActionTokens tokens = ActionTokens.of(scores.trajectory());
    int count = tokens.count();
    PathConsistencyResiduals result =
        new PathConsistencyResiduals(tokens, Math.min(window.orElse(count), count));
    double[] values = tokens.gather(scores.get(Score.VALUE));
    double[] rewardsToGo = LambdaReturns.of(tokens.rewards(penalties), values, 1);
    for (int i = 0; i < count; i++) {
      int end = i + result.window;
      double afterEnd = end < count ? values[end] - rewardsToGo[end] : 0;
      result.residuals[i] = afterEnd + rewardsToGo[i] - values[i];
    }
    return result;
  }

  /** C per position. */
  double[] residuals() {
    return tokens.scatter(residuals);
  }

  /** {@code (1/M) sum_i C_i^2 / 2}. */
  double halfMeanSquare() {
    double sum = 0;
    for (double residual : residuals) {
      sum += residual * residual;
    }
    return sum / (2 * tokens.count());
  }

  /**
   * The derivative of {@code weight * halfMeanSquare()} by the values, at both ends of a window.
   */
  double[] gradientByValue(double weight) {
    double scale = weight / tokens.count();
    double[] gradient = new double[tokens.count()];
    for (int i = 0; i < gradient.length; i++) {
      double ending = i >= window ? residuals[i - window] : 0;
      gradient[i] = scale * (ending - residuals[i]);
    }
    return tokens.scatter(gradient);
  }

  /**
   * The derivative of {@code weight * halfMeanSquare()} by rho: each token's is the sum over the
   * windows that hold it.
   */
  double[] gradientByReward(double weight) {
    double scale = weight / tokens.count();
    double[] gradient = new double[tokens.count()];
    double holding = 0;
    for (int q = 0; q < gradient.length; q++) {
      holding += residuals[q] - (q >= window ? residuals[q - window] : 0);
      gradient[q] = scale * holding;
    }
    return tokens.scatter(gradient);
  }
}
