package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;

/** Checks and copies of arrays with one entry per position, of which only action tokens count. */
final class PositionArrays {
  private PositionArrays() {}

  /** Fails unless there is an entry for every position, and a finite one for every action token. */
  static void require(String name, double[] values, Trajectory trajectory) {
    Checks.argument(
        values.length == trajectory.positions(),
        "%s must have one entry per position, got %d and %d positions (trajectory %s)",
        name,
        values.length,
        trajectory.positions(),
        trajectory.id());
    boolean[] actions = trajectory.actionMask();
    for (int p = 0; p < actions.length; p++) {
      Checks.argument(
          !actions[p] || Double.isFinite(values[p]),
          "%s must be finite at action tokens, got %s at position %d (trajectory %s)",
          name,
          values[p],
          p,
          trajectory.id());
    }
  }

  /** The entries of action tokens, in order. */
  static double[] atActions(double[] values, Trajectory trajectory) {
    boolean[] actions = trajectory.actionMask();
    double[] compact = new double[trajectory.actionCount()];
    int next = 0;
    for (int p = 0; p < actions.length; p++) {
      if (actions[p]) {
        compact[next++] = values[p];
      }
    }
    return compact;
  }
}
