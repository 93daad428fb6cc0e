package dev.oreo.trajectory;

import dev.oreo.internal.Checks;
import java.util.Arrays;
import java.util.List;

/**
 * Several answers to one prompt, each with its reward.
 *
 * @param trajectories the answers, at least one, all to the same prompt
 */
public record TrajectoryGroup(List<Trajectory> trajectories) implements Example {

  /** Copies the list and checks that the prompts agree. {@inheritDoc} */
  public TrajectoryGroup {
    trajectories = List.copyOf(trajectories);
    Checks.argument(!trajectories.isEmpty(), "trajectories must not be empty");
    Trajectory first = trajectories.get(0);
    for (Trajectory other : trajectories) {
      Checks.argument(
          Arrays.equals(first.promptTokenIds(), other.promptTokenIds()),
          "trajectories must have the same prompt, got %s and %s",
          first.id(),
          other.id());
    }
  }
}
