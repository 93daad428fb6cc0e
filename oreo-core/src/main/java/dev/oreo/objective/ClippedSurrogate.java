package dev.oreo.objective;

import dev.oreo.math.KlDivergence;
import dev.oreo.trajectory.Trajectory;

/**
 * The clipped surrogate loss of one trajectory's action tokens, {@code -min(r A, clip(r) A)}, and
 * its derivative {@code -A r} by the log-probability, 0 where the clip holds.
 */
final class ClippedSurrogate {
  private final AdvantageTrajectory example;
  private final ClipRange range;
  private final boolean[] actions;
  private final double[] logRatios;

  private ClippedSurrogate(AdvantageTrajectory example, ClipRange range, double[] logRatios) {
    this.example = example;
    this.range = range;
    this.actions = example.trajectory().actionMask();
    this.logRatios = logRatios;
  }

  /** Needs {@link Score#LOG_PROB}. */
  static ClippedSurrogate of(
      AdvantageTrajectory example, TrajectoryScores scores, ClipRange range) {
    double[] logProbs = scores.get(Score.LOG_PROB);
    double[] oldLogProbs = example.oldLogProbs();
    boolean[] actions = example.trajectory().actionMask();
    double[] logRatios = new double[actions.length];
    for (int p = 0; p < actions.length; p++) {
      logRatios[p] = actions[p] ? logProbs[p] - oldLogProbs[p] : 0;
    }
    return new ClippedSurrogate(example, range, logRatios);
  }

  private double ratio(int position) {
    return Math.exp(logRatios[position]);
  }

  /** The loss summed over action tokens. */
  double sum() {
    double sum = 0;
    for (int p = 0; p < actions.length; p++) {
      sum += actions[p] ? range.loss(ratio(p), example.advantages()[p]) : 0;
    }
    return sum;
  }

  /** The derivative of {@code weight * sum()} by the log-probabilities. */
  double[] gradient(double weight) {
    double[] gradient = new double[actions.length];
    for (int p = 0; p < actions.length; p++) {
      double advantage = example.advantages()[p];
      if (actions[p] && !range.clips(ratio(p), advantage)) {
        gradient[p] = -weight * advantage * ratio(p);
      }
    }
    return gradient;
  }

  /** Adds what both clipped objectives document. */
  void addTo(Diagnostics diagnostics) {
    Trajectory trajectory = example.trajectory();
    double oldKl = 0;
    for (int p = 0; p < actions.length; p++) {
      if (actions[p]) {
        double advantage = example.advantages()[p];
        diagnostics.add("ratio", ratio(p));
        diagnostics.add("clipped", range.clips(ratio(p), advantage) ? 1 : 0);
        diagnostics.add("advantage", advantage);
        oldKl += KlDivergence.k3(-logRatios[p]);
      }
    }
    diagnostics.add("kl/old", oldKl / trajectory.actionCount());
    diagnostics.add("reward", trajectory.reward());
    diagnostics.add("length", trajectory.actionCount());
    diagnostics.add("truncated", trajectory.truncated() ? 1 : 0);
  }
}
