package dev.oreo.trajectory;

import java.util.List;

/**
 * What an objective judges as a whole: a trajectory, a pair of them, a group of answers to one
 * prompt.
 *
 * <p>An example is never divided between the micro-batches of an update. A {@link Trajectory} is an
 * example of itself.
 */
public interface Example {

  /**
   * Returns the trajectories that a loss on this example scores and back-propagates.
   *
   * @return at least one, always in the same order
   */
  List<Trajectory> trajectories();
}
