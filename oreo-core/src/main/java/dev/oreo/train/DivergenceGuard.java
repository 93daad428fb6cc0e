package dev.oreo.train;

import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses numbers that are not finite, and remembers the last update whose losses were. */
final class DivergenceGuard {
  private static final int NAMED_TRAJECTORIES = 8;

  private long update;
  private String lastPolicyLoss = "none";
  private String lastValueLoss = "none";

  void begin(long update) {
    this.update = update;
  }

  void finish(double policyLoss, double valueLoss) {
    lastPolicyLoss = Double.toString(policyLoss);
    lastValueLoss = Double.toString(valueLoss);
  }

  void check(List<Trajectory> microBatch, ObjectiveResult result) {
    requireFinite("policyLoss", result.policyLoss(), microBatch, lastPolicyLoss);
    requireFinite("valueLoss", result.valueLoss(), microBatch, lastValueLoss);
    for (int i = 0; i < microBatch.size(); i++) {
      checkGradients(microBatch.get(i), result.gradients().get(i));
    }
  }

  private void checkGradients(Trajectory trajectory, TrajectoryGradients gradients) {
    for (Score score : Score.values()) {
      boolean value = score.network() == Score.Network.VALUE_FUNCTION;
      for (double entry : gradients.get(score).orElse(new double[0])) {
        requireFinite(
            "gradient of " + score,
            entry,
            List.of(trajectory),
            value ? "valueLoss " + lastValueLoss : "policyLoss " + lastPolicyLoss);
      }
    }
  }

  double checkPolicyNorm(double norm, List<Trajectory> batch) {
    requireFinite("policyGradientNorm", norm, batch, "policyLoss " + lastPolicyLoss);
    return norm;
  }

  double checkValueNorm(double norm, List<Trajectory> batch) {
    requireFinite("valueGradientNorm", norm, batch, "valueLoss " + lastValueLoss);
    return norm;
  }

  private void requireFinite(
      String name, double value, List<Trajectory> trajectories, String lastFinite) {
    if (!Double.isFinite(value)) {
      throw new TrainingDivergedException(
          update,
          "%s became %s at update %d (trajectories %s; last finite %s)"
              .formatted(name, value, update, names(trajectories), lastFinite));
    }
  }

  private static String names(List<Trajectory> trajectories) {
    String named =
        trajectories.stream()
            .limit(NAMED_TRAJECTORIES)
            .map(Trajectory::id)
            .collect(Collectors.joining(", "));
    int more = trajectories.size() - NAMED_TRAJECTORIES;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
