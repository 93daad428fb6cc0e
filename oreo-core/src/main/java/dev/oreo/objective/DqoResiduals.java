package dev.oreo.objective;

import java.util.Arrays;

/**
 * The two residuals of {@link DqoObjective} at every action token of one trajectory, with {@code
 * rho = r - beta d} and G its lambda-return: {@code V_h - G_h}, which the value function minimises,
 * and {@code V_h - rho_h - G_{h+1}}, which the policy does. With lambda 1 they are the same.
 */
final class DqoResiduals {
  private final ActionTokens tokens;
  private final double beta;
  private final double lambda;
  private final double[] valueResiduals;
  private final double[] policyResiduals;

  private DqoResiduals(ActionTokens tokens, double beta, double lambda) {
    this.tokens = tokens;
    this.beta = beta;
    this.lambda = lambda;
    this.valueResiduals = new double[tokens.count()];
    this.policyResiduals = new double[tokens.count()];
  }

  /** Needs {@link Score#LOG_PROB}, {@link Score#REFERENCE_LOG_PROB} and {@link Score#VALUE}. */
  static DqoResiduals of(TrajectoryScores scores, double beta, double lambda) {
    ActionTokens tokens = ActionTokens.of(scores.trajectory());
    double[] values = tokens.gather(scores.get(Score.VALUE));
    double[] penalties = LogRatios.of(scores);
    Arrays.setAll(penalties, p -> beta * penalties[p]);
    double[] rewards = tokens.rewards(penalties);
    double[] returns = LambdaReturns.of(rewards, values, lambda);
    DqoResiduals result = new DqoResiduals(tokens, beta, lambda);
    for (int h = 0; h < rewards.length; h++) {
      double nextReturn = h + 1 < returns.length ? returns[h + 1] : 0;
      result.valueResiduals[h] = values[h] - returns[h];
      result.policyResiduals[h] = values[h] - rewards[h] - nextReturn;
    }
    return result;
  }

  /** {@code V - G} per position. */
  double[] valueResiduals() {
    return tokens.scatter(valueResiduals);
  }

  /** {@code (1/M) sum_h (V_h - G_h)^2}. */
  double valueMeanSquare() {
    return meanSquare(valueResiduals);
  }

  /** {@code (1/M) sum_h (V_h - rho_h - G_{h+1})^2}. */
  double policyMeanSquare() {
    return meanSquare(policyResiduals);
  }

  /** The derivative of {@code weight * valueMeanSquare()} by the values, with G held constant. */
  double[] gradientByValue(double weight) {
    double scale = 2 * weight / tokens.count();
    double[] gradient = new double[tokens.count()];
    for (int h = 0; h < gradient.length; h++) {
      gradient[h] = scale * valueResiduals[h];
    }
    return tokens.scatter(gradient);
  }

  /**
   * The derivative of {@code weight * policyMeanSquare()} by the log-probabilities, with V held
   * constant. A residual at h moves by {@code beta} with its own token and, unless G is held
   * constant too, by {@code beta lambda^(q-h-1)} with each later token q.
   */
  double[] gradientByLogProb(double weight, boolean throughReturns) {
    double scale = 2 * beta * weight / tokens.count();
    double[] gradient = new double[tokens.count()];
    double earlier = 0;
    for (int q = 0; q < gradient.length; q++) {
      gradient[q] = scale * (policyResiduals[q] + (throughReturns ? earlier : 0));
      earlier = policyResiduals[q] + lambda * earlier;
    }
    return tokens.scatter(gradient);
  }

  private static double meanSquare(double[] residuals) {
    double sum = 0;
    for (double residual : residuals) {
      sum += residual * residual;
    }
    return sum / residuals.length;
  }
}
