package dev.oreo.objective;

import dev.oreo.math.KlDivergence;
import dev.oreo.trajectory.Trajectory;
import java.util.Map;
import java.util.Optional;

/**
 * The penalty {@code coefficient * (1/B) sum_b (1/M_b) sum_p a[p] KL_p}: always a mean over action
 * tokens, whatever the granularity of the loss it is added to. Coefficient 0 means no penalty.
 */
record KlRegularizer(KlEstimator estimator, double coefficient) {

  /** The score needed beyond log-probabilities. */
  Optional<Score> requiredScore() {
    return coefficient > 0 ? estimator.score() : Optional.empty();
  }

  /** Mean divergence per action token; by k3, which needs no further score, without a penalty. */
  double mean(TrajectoryScores scores) {
    Optional<double[]> exact = requiredScore().map(scores::get);
    if (exact.isEmpty()) {
      return LogRatios.meanK3(scores, Score.LOG_PROB);
    }
    boolean[] actions = scores.trajectory().actionMask();
    double sum = 0;
    for (int p = 0; p < actions.length; p++) {
      sum += actions[p] ? exact.get()[p] : 0;
    }
    return sum / scores.trajectory().actionCount();
  }

  /**
   * Adds the derivative of one trajectory's penalty: as the weight of each position's exact
   * divergence, or, for k3, to the gradient by the log-probabilities.
   */
  void addGradient(TrajectoryScores scores, int batchTrajectories, Map<Score, double[]> gradients) {
    Trajectory trajectory = scores.trajectory();
    double weight = coefficient / ((double) batchTrajectories * trajectory.actionCount());
    boolean[] actions = trajectory.actionMask();
    Optional<Score> exact = requiredScore();
    Score by = exact.orElse(Score.LOG_PROB);
    double[] gradient = gradients.computeIfAbsent(by, s -> new double[actions.length]);
    for (int p = 0; p < actions.length; p++) {
      if (actions[p]) {
        gradient[p] +=
            weight * (exact.isPresent() ? 1 : KlDivergence.k3Derivative(logRatio(scores, p)));
      }
    }
  }

  private static double logRatio(TrajectoryScores scores, int position) {
    return scores.get(Score.LOG_PROB)[position] - scores.get(Score.REFERENCE_LOG_PROB)[position];
  }
}
