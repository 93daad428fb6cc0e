package dev.oreo.objective;

import dev.oreo.trajectory.Trajectory;

/** Samples that objectives on whole answers have in common, one of each per trajectory. */
final class SequenceDiagnostics {
  private SequenceDiagnostics() {}

  /** Adds {@code kl} (k3, mean per action token), {@code length} and {@code truncated}. */
  static void add(TrajectoryScores scores, Diagnostics diagnostics) {
    Trajectory trajectory = scores.trajectory();
    diagnostics.add("kl", LogRatios.meanK3(scores, Score.LOG_PROB));
    diagnostics.add("length", trajectory.actionCount());
    diagnostics.add("truncated", trajectory.truncated() ? 1 : 0);
  }

  /** Adds {@code betaLogRatio/first}, the reward and what {@link #add} does. */
  static void addRewarded(TrajectoryScores scores, double betaLogRatio, Diagnostics diagnostics) {
    diagnostics.add("betaLogRatio/first", betaLogRatio);
    diagnostics.add("reward", scores.trajectory().reward());
    add(scores, diagnostics);
  }

  /** Adds the only residual of a trajectory and what {@link #addRewarded} does. */
  static void addResidual(
      TrajectoryScores scores, double residual, double betaLogRatio, Diagnostics diagnostics) {
    diagnostics.add("residual/" + outcome(scores.trajectory()), residual);
    addRewarded(scores, betaLogRatio, diagnostics);
  }

  /** A trajectory of total reward above 0 is a success. */
  static String outcome(Trajectory trajectory) {
    return trajectory.reward() > 0 ? "success" : "failure";
  }

  /** Mean log-probability per action token. */
  static double meanLogProb(TrajectoryScores scores) {
    double[] logProbs = scores.get(Score.LOG_PROB);
    boolean[] actions = scores.trajectory().actionMask();
    double sum = 0;
    for (int p = 0; p < actions.length; p++) {
      sum += actions[p] ? logProbs[p] : 0;
    }
    return sum / scores.trajectory().actionCount();
  }
}
