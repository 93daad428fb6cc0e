package dev.oreo.model;

import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * The soft value function V: one scalar per state, the return to expect under the regularised
 * policy.
 */
public interface ValueFunction extends ValueReader {

  /**
   * Reads V at every state of trajectories, without a graph.
   *
   * @param trajectories what to score, in any number; each is scored on its own
   * @return one per trajectory, in order, with {@link dev.oreo.objective.Score#VALUE} at the
   *     positions that choose an action token
   * @throws IllegalArgumentException if a token id is not in the vocabulary
   */
  List<TrajectoryScores> score(List<Trajectory> trajectories);
}
