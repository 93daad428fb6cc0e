package dev.oreo.data;

import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.List;

/** Puts the answers to one prompt together. */
public final class TrajectoryGroups {
  private TrajectoryGroups() {}

  /**
   * Returns one group per prompt. Trajectories answer the same prompt if their tokens before the
   * first action are equal.
   *
   * @param trajectories in any order
   * @return groups in the order in which their prompts appear first, each in the order given; empty
   *     if there are no trajectories
   */
  public static List<TrajectoryGroup> byPrompt(List<Trajectory> trajectories) {
    return PromptIndex.of(trajectories).stream()
        .map(indices -> new TrajectoryGroup(indices.stream().map(trajectories::get).toList()))
        .toList();
  }
}
