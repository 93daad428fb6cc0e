package dev.oreo.examples.compare;

import dev.oreo.data.RewardTransform;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * What all methods of a seed learn from.
 *
 * @param trajectories sampled answers with their rewards, by prompt
 * @param seed of every choice a method makes among them
 */
record Pool(List<Trajectory> trajectories, long seed) {

  /** Copies the list. */
  Pool {
    trajectories = List.copyOf(trajectories);
  }

  /** Returns the answers that earned a reward. */
  List<Trajectory> successes() {
    return trajectories.stream().filter(t -> t.reward() > 0).toList();
  }

  /** Returns the same answers with rewards on another scale. */
  Pool rewarded(RewardTransform transform) {
    return new Pool(trajectories.stream().map(transform::apply).toList(), seed);
  }
}
