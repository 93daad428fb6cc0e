package dev.oreo.objective;

import dev.oreo.trajectory.Trajectory;
import java.util.function.IntToDoubleFunction;

/**
 * Fills in the samples that the objectives with a residual per state document, one trajectory at a
 * time.
 */
final class SoftBellmanDiagnostics {
  private static final int QUARTERS = 4;

  private final Diagnostics diagnostics;
  private final double beta;

  SoftBellmanDiagnostics(Diagnostics diagnostics, double beta) {
    this.diagnostics = diagnostics;
    this.beta = beta;
  }

  /**
   * Adds what concerns single states.
   *
   * @param residuals by position
   * @param states those the value loss reads
   * @param logRatioToGo of the first state
   */
  void addStates(
      TrajectoryScores scores,
      IntToDoubleFunction residuals,
      boolean[] states,
      double logRatioToGo) {
    Trajectory trajectory = scores.trajectory();
    String outcome = SequenceDiagnostics.outcome(trajectory);
    int count = 0;
    for (boolean counts : states) {
      count += counts ? 1 : 0;
    }
    int seen = 0;
    int last = 0;
    for (int p = 0; p < states.length; p++) {
      if (states[p]) {
        double residual = residuals.applyAsDouble(p);
        diagnostics.add("residual/" + outcome, residual);
        diagnostics.add("residual/quarter" + (1 + QUARTERS * seen++ / count), residual);
        last = p;
      }
    }
    int first = trajectory.steps().get(0).firstPosition();
    double[] values = scores.get(Score.VALUE);
    diagnostics.add("value/first/" + outcome, values[first]);
    diagnostics.add("value/last/" + outcome, values[last]);
    diagnostics.add("betaLogRatio/first", beta * logRatioToGo);
  }

  /** The same where every action token has a state and a residual, given per position. */
  void addTokens(TrajectoryScores scores, double[] residuals) {
    addStates(scores, p -> residuals[p], scores.trajectory().actionMask(), LogRatios.sum(scores));
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
