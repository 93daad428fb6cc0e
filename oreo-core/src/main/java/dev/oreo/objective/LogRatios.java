package dev.oreo.objective;

import dev.oreo.math.KlDivergence;
import dev.oreo.trajectory.Trajectory;

/** {@code d[p] = log pi - log pi_ref} of one trajectory's action tokens, 0 at other positions. */
final class LogRatios {
  private LogRatios() {}

  /** One entry per position. */
  static double[] of(TrajectoryScores scores) {
    return of(scores, Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  /** One entry per position, of the policies whose log-probabilities the two scores are. */
  static double[] of(TrajectoryScores scores, Score policy, Score reference) {
    double[] logProbs = scores.get(policy);
    double[] referenceLogProbs = scores.get(reference);
    boolean[] actions = scores.trajectory().actionMask();
    double[] logRatios = new double[actions.length];
    for (int p = 0; p < actions.length; p++) {
      logRatios[p] = actions[p] ? logProbs[p] - referenceLogProbs[p] : 0;
    }
    return logRatios;
  }

  /** {@code Lambda_0}: the sum over all action tokens. */
  static double sum(TrajectoryScores scores) {
    double sum = 0;
    for (double logRatio : of(scores)) {
      sum += logRatio;
    }
    return sum;
  }

  /** The estimate k3 of the divergence from the reference: its mean per action token. */
  static double meanK3(TrajectoryScores scores, Score logProb) {
    double sum = 0;
    for (double logRatio : of(scores, logProb, Score.REFERENCE_LOG_PROB)) {
      sum += KlDivergence.k3(logRatio);
    }
    return sum / scores.trajectory().actionCount();
  }

  /** A gradient of the same value at every action token, 0 at other positions. */
  static double[] atActions(Trajectory trajectory, double value) {
    boolean[] actions = trajectory.actionMask();
    double[] gradient = new double[actions.length];
    for (int p = 0; p < actions.length; p++) {
      gradient[p] = actions[p] ? value : 0;
    }
    return gradient;
  }
}
