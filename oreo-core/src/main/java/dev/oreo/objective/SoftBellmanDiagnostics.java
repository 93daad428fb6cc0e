package dev.oreo.objective;

import dev.oreo.trajectory.Trajectory;

/** Fills in the samples that {@link SoftBellmanObjective} documents, one trajectory at a time. */
final class SoftBellmanDiagnostics {
  private static final int QUARTERS = 4;

  private final Diagnostics diagnostics;

  SoftBellmanDiagnostics(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Adds what concerns single states; {@code states} are those the value loss reads. */
  void addStates(
      TrajectoryScores scores, BellmanResiduals residuals, boolean[] states, double beta) {
    Trajectory trajectory = scores.trajectory();
    String outcome = trajectory.reward() > 0 ? "success" : "failure";
    int count = 0;
    for (boolean counts : states) {
      count += counts ? 1 : 0;
    }
    int seen = 0;
    int last = 0;
    for (int p = 0; p < states.length; p++) {
      if (states[p]) {
        diagnostics.add("residual/" + outcome, residuals.at(p));
        diagnostics.add("residual/quarter" + (1 + QUARTERS * seen++ / count), residuals.at(p));
        last = p;
      }
    }
    int first = trajectory.steps().get(0).firstPosition();
    double[] values = scores.get(Score.VALUE);
    diagnostics.add("value/first/" + outcome, values[first]);
    diagnostics.add("value/last/" + outcome, values[last]);
    diagnostics.add("betaLogRatio/first", beta * residuals.logRatioToGo(first));
  }

  /** Adds what there is one of per trajectory. */
  void addTrajectory(Trajectory trajectory, double bellmanPolicyLoss, double kl) {
    diagnostics.add("policyLoss/bellman", bellmanPolicyLoss);
    diagnostics.add("kl", kl);
    diagnostics.add("reward", trajectory.reward());
    diagnostics.add("length", trajectory.actionCount());
    diagnostics.add("truncated", trajectory.truncated() ? 1 : 0);
  }
}
