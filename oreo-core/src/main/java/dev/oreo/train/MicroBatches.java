package dev.oreo.train;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;

/** Cuts a batch into micro-batches that fit a budget of tokens. */
final class MicroBatches {
  private MicroBatches() {}

  /**
   * Fills micro-batches in the batch's order. A trajectory longer than the budget runs alone.
   *
   * @param batch all trajectories of an update
   * @param tokenBudget most tokens of a micro-batch, over all its trajectories
   * @return micro-batches that together hold each trajectory once
   */
  static List<List<Trajectory>> cut(List<Trajectory> batch, int tokenBudget) {
    List<List<Trajectory>> microBatches = new ArrayList<>();
    List<Trajectory> current = new ArrayList<>();
    long tokens = 0;
    for (Trajectory trajectory : batch) {
      if (!current.isEmpty() && tokens + trajectory.length() > tokenBudget) {
        microBatches.add(List.copyOf(current));
        current.clear();
        tokens = 0;
      }
      current.add(trajectory);
      tokens += trajectory.length();
    }
    microBatches.add(List.copyOf(current));
    return microBatches;
  }
}
