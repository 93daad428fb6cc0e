package dev.oreo.objective;

import java.util.OptionalDouble;

/**
 * Half the squared error of one trajectory's values, or of the values held near the old ones,
 * whichever is larger: {@code 1/2 max((V - G)^2, (clip(V, V_old - c, V_old + c) - G)^2)}.
 */
final class ClippedValueLoss {
  private final ActorCriticTrajectory example;
  private final OptionalDouble clip;
  private final boolean[] actions;
  private final double[] values;

  /** Needs {@link Score#VALUE}. */
  ClippedValueLoss(ActorCriticTrajectory example, TrajectoryScores scores, OptionalDouble clip) {
    this.example = example;
    this.clip = clip;
    this.actions = example.trajectory().actionMask();
    this.values = scores.get(Score.VALUE);
  }

  private double error(int position) {
    return values[position] - example.returns()[position];
  }

  /* The bounds themselves, not V_old plus a clipped difference: a value within them stays exact. */
  private double clippedError(int position) {
    if (clip.isEmpty()) {
      return error(position);
    }
    double old = example.oldValues()[position];
    double held =
        Math.min(Math.max(values[position], old - clip.getAsDouble()), old + clip.getAsDouble());
    return held - example.returns()[position];
  }

  /** Whether the held value's error is the larger one, so that the loss does not move with V. */
  private boolean clipped(int position) {
    return Math.abs(clippedError(position)) > Math.abs(error(position));
  }

  /** The loss summed over action tokens. */
  double sum() {
    double sum = 0;
    for (int p = 0; p < actions.length; p++) {
      if (actions[p]) {
        double error = clipped(p) ? clippedError(p) : error(p);
        sum += error * error / 2;
      }
    }
    return sum;
  }

  /** The derivative of {@code weight * sum()} by the values. */
  double[] gradient(double weight) {
    double[] gradient = new double[actions.length];
    for (int p = 0; p < actions.length; p++) {
      gradient[p] = actions[p] && !clipped(p) ? weight * error(p) : 0;
    }
    return gradient;
  }

  /** Adds what {@link PpoObjective} documents of its values. */
  void addTo(Diagnostics diagnostics) {
    String outcome = example.trajectory().reward() > 0 ? "success" : "failure";
    for (int p = 0; p < actions.length; p++) {
      if (actions[p]) {
        diagnostics.add("residual/" + outcome, error(p));
        diagnostics.add("value/clipped", clipped(p) ? 1 : 0);
      }
    }
    int first = example.trajectory().steps().get(0).firstPosition();
    int steps = example.trajectory().steps().size();
    int last = example.trajectory().steps().get(steps - 1).endPosition() - 1;
    diagnostics.add("value/first/" + outcome, values[first]);
    diagnostics.add("value/last/" + outcome, values[last]);
  }
}
