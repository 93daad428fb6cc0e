package dev.oreo.model;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Set;

/** The frozen policy pi_ref to which training regularises. Never trained. */
public interface ReferencePolicy {

  /**
   * Scores trajectories.
   *
   * @param trajectories what to score, in any number; each is scored on its own
   * @param scores {@link Score#REFERENCE_LOG_PROB}, {@link Score#REFERENCE_LOG_PARTITION} or both
   * @return one per trajectory, in order, with exactly the scores asked for
   * @throws IllegalArgumentException if another score is asked for, or a token id is not in the
   *     vocabulary
   */
  List<TrajectoryScores> scoreAsReference(List<Trajectory> trajectories, Set<Score> scores);
}
