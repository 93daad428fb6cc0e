package dev.oreo.model;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Set;

/**
 * A language model as a policy pi: what probability it gives to actions that were taken.
 *
 * <p>Drawing new actions is {@link TextGenerator}'s work.
 */
public interface Policy {

  /**
   * Scores trajectories without a graph.
   *
   * @param trajectories what to score, in any number; each is scored on its own
   * @param scores {@link Score#LOG_PROB}, {@link Score#LOG_PARTITION} or both
   * @return one per trajectory, in order, with exactly the scores asked for
   * @throws IllegalArgumentException if another score is asked for, or a token id is not in the
   *     vocabulary
   */
  List<TrajectoryScores> score(List<Trajectory> trajectories, Set<Score> scores);
}
