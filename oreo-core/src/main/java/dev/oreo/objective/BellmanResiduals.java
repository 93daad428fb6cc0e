package dev.oreo.objective;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * The soft Bellman residual of one trajectory at every position that chooses an action token:
 * {@code delta[p] = V[p] + beta * Lambda[p] - R_t}, with {@code Lambda[p]} the sum of the
 * log-ratios of the action tokens chosen at p and later, and {@code R_t} the return to go of the
 * step that owns p. Entries at other positions are 0.
 */
final class BellmanResiduals {
  private final boolean[] actions;
  private final double[] logRatiosToGo;
  private final double[] residuals;

  private BellmanResiduals(boolean[] actions) {
    this.actions = actions;
    this.logRatiosToGo = new double[actions.length];
    this.residuals = new double[actions.length];
  }

  /** Needs {@link Score#LOG_PROB}, {@link Score#REFERENCE_LOG_PROB} and {@link Score#VALUE}. */
  static BellmanResiduals of(TrajectoryScores scores, double beta) {
    double[] logProbs = scores.get(Score.LOG_PROB);
    double[] referenceLogProbs = scores.get(Score.REFERENCE_LOG_PROB);
    double[] values = scores.get(Score.VALUE);
    Trajectory trajectory = scores.trajectory();
    BellmanResiduals result = new BellmanResiduals(trajectory.actionMask());
    List<Step> steps = trajectory.steps();
    double logRatioToGo = 0;
    double returnToGo = 0;
    for (int k = steps.size() - 1; k >= 0; k--) {
      Step step = steps.get(k);
      returnToGo += step.reward();
      for (int p = step.endPosition() - 1; p >= step.firstPosition(); p--) {
        logRatioToGo += logProbs[p] - referenceLogProbs[p];
        result.logRatiosToGo[p] = logRatioToGo;
        result.residuals[p] = values[p] + beta * logRatioToGo - returnToGo;
      }
    }
    return result;
  }

  double at(int position) {
    return residuals[position];
  }

  /** Lambda at a position. */
  double logRatioToGo(int position) {
    return logRatiosToGo[position];
  }

  /** {@code (1/N) sum_p s[p] delta[p]^2}. */
  double meanSquare(boolean[] states) {
    double sum = 0;
    for (int p = 0; p < residuals.length; p++) {
      sum += states[p] ? residuals[p] * residuals[p] : 0;
    }
    return sum / count(states);
  }

  /**
   * The derivative of {@code weight * meanSquare(states)} by the values, with Lambda held constant:
   * {@code (2 weight / N) s[p] delta[p]}.
   */
  double[] gradientByValue(boolean[] states, double weight) {
    double scale = 2 * weight / count(states);
    double[] gradient = new double[residuals.length];
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] = states[p] ? scale * residuals[p] : 0;
    }
    return gradient;
  }

  /**
   * The derivative of {@code weight * meanSquare(states)} by the log-probabilities, where each
   * state's residual depends only on the tokens of the action chosen there and everything later is
   * held constant: {@code (2 beta weight / N) a[q] delta[sigma(q)]}, with {@code sigma(q)} the last
   * state at or before q.
   */
  double[] gradientByLogProb(boolean[] states, double beta, double weight) {
    double scale = 2 * beta * weight / count(states);
    double[] gradient = new double[residuals.length];
    double owner = 0;
    for (int q = 0; q < gradient.length; q++) {
      owner = states[q] ? residuals[q] : owner;
      gradient[q] = actions[q] ? scale * owner : 0;
    }
    return gradient;
  }

  private static int count(boolean[] mask) {
    int count = 0;
    for (boolean counts : mask) {
      count += counts ? 1 : 0;
    }
    return count;
  }
}
