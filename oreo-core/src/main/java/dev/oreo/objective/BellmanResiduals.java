package dev.oreo.objective;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * The soft Bellman residual of one trajectory at every position that chooses an action token:
 *
 * <pre>{@code delta[p] = V[p] + beta * Lambda[p] - R_t}</pre>
 *
 * <p>with {@code Lambda[p]} the sum of the log-ratios {@code log pi - log pi_ref} of the action
 * tokens chosen at p and later, and {@code R_t} the return to go of the step that owns p. It is 0
 * everywhere at the soft-optimal policy and value function. Entries at other positions are 0.
 *
 * <p>Objectives square it. To explain a trajectory by it see {@code
 * dev.oreo.evaluate.CreditAssignment}.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, Eq. 7-9</a>
 */
public final class BellmanResiduals {
  private final boolean[] actions;
  private final double[] logRatiosToGo;
  private final double[] residuals;

  private BellmanResiduals(boolean[] actions, double[] logRatiosToGo) {
    this.actions = actions;
    this.logRatiosToGo = logRatiosToGo;
    this.residuals = new double[actions.length];
  }

  /**
   * Returns the residuals of a trajectory.
   *
   * @param scores with {@link Score#LOG_PROB}, {@link Score#REFERENCE_LOG_PROB} and {@link
   *     Score#VALUE}
   * @param beta KL strength, above 0, finite; the paper uses 0.03
   * @return one residual per position; not finite where a score is not
   * @throws IllegalArgumentException if a score is absent or {@code beta} out of range
   */
  public static BellmanResiduals of(TrajectoryScores scores, double beta) {
    double positive = SoftBellmanSettings.positive("beta", beta);
    return of(scores, Score.LOG_PROB, positive, Double.POSITIVE_INFINITY);
  }

  /**
   * With another policy's log-ratios, and Lambda clipped to {@code [-clip, clip]} in the residual.
   */
  static BellmanResiduals of(TrajectoryScores scores, Score logProb, double beta, double clip) {
    double[] logRatios = LogRatios.of(scores, logProb, Score.REFERENCE_LOG_PROB);
    double[] values = scores.get(Score.VALUE);
    Trajectory trajectory = scores.trajectory();
    BellmanResiduals result =
        new BellmanResiduals(trajectory.actionMask(), new double[trajectory.positions()]);
    List<Step> steps = trajectory.steps();
    double logRatioToGo = 0;
    double returnToGo = 0;
    for (int k = steps.size() - 1; k >= 0; k--) {
      Step step = steps.get(k);
      returnToGo += step.reward();
      for (int p = step.endPosition() - 1; p >= step.firstPosition(); p--) {
        logRatioToGo += logRatios[p];
        double clipped = Math.max(-clip, Math.min(clip, logRatioToGo));
        result.logRatiosToGo[p] = logRatioToGo;
        result.residuals[p] = values[p] + beta * clipped - returnToGo;
      }
    }
    return result;
  }

  /**
   * The residual between each state and the next: {@code delta[p] - delta[n]}, with 0 after the
   * last state, which is {@code V[p] - r_p - V[n] + beta * (Lambda[p] - Lambda[n])}.
   */
  BellmanResiduals oneStep(boolean[] states) {
    BellmanResiduals result = new BellmanResiduals(actions, logRatiosToGo);
    double next = 0;
    for (int p = residuals.length - 1; p >= 0; p--) {
      if (states[p]) {
        result.residuals[p] = residuals[p] - next;
        next = residuals[p];
      }
    }
    return result;
  }

  /**
   * Returns delta at a position.
   *
   * @param position in {@code [0, P)}
   * @return the residual, in the reward's unit; 0 where no action token is chosen
   */
  public double at(int position) {
    return residuals[position];
  }

  /**
   * Returns Lambda at a position, not clipped.
   *
   * @param position in {@code [0, P)}
   * @return the sum of log-ratios from there on, in nats; 0 where no action token is chosen
   */
  public double logRatioToGo(int position) {
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

  /**
   * The derivative of {@code weight * meanSquare(states)} by the log-probabilities, where each
   * state's residual depends on all action tokens from it on: {@code (2 beta weight / N) a[q]
   * sum_(p <= q) s[p] delta[p]}.
   */
  double[] gradientByAllLaterLogProbs(boolean[] states, double beta, double weight) {
    double scale = 2 * beta * weight / count(states);
    double[] gradient = new double[residuals.length];
    double sum = 0;
    for (int q = 0; q < gradient.length; q++) {
      sum += states[q] ? residuals[q] : 0;
      gradient[q] = actions[q] ? scale * sum : 0;
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
