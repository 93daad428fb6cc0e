package dev.oreo.trajectory;

import dev.oreo.internal.Checks;
import java.util.List;

/**
 * A trajectory and an estimate of what its prompt is worth, made before training and fixed.
 *
 * @param trajectory what was sampled
 * @param value the prompt's value, finite, in the reward's unit
 */
public record ValuedTrajectory(Trajectory trajectory, double value) implements Example {

  /** Checks the value. {@inheritDoc} */
  public ValuedTrajectory {
    Checks.argument(
        Double.isFinite(value),
        "value must be finite, got %s (trajectory %s)",
        value,
        trajectory.id());
  }

  @Override
  public List<Trajectory> trajectories() {
    return List.of(trajectory);
  }
}
