package dev.oreo.train;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;

/** Cuts a batch into micro-batches that fit a budget of tokens. */
final class MicroBatches {
  private MicroBatches() {}

  /**
   * Fills micro-batches in the batch's order. An example longer than the budget runs alone.
   *
   * @param batch all examples of an update
   * @param tokenBudget most tokens of a micro-batch, over all its trajectories
   * @return micro-batches that together hold each example once
   */
  static <E extends Example> List<List<E>> cut(List<E> batch, int tokenBudget) {
    List<List<E>> microBatches = new ArrayList<>();
    List<E> current = new ArrayList<>();
    long tokens = 0;
    for (E example : batch) {
      long length = tokens(example);
      if (!current.isEmpty() && tokens + length > tokenBudget) {
        microBatches.add(List.copyOf(current));
        current.clear();
        tokens = 0;
      }
      current.add(example);
      tokens += length;
    }
    microBatches.add(List.copyOf(current));
    return microBatches;
  }

  /** All tokens of an example's trajectories. */
  static long tokens(Example example) {
    return example.trajectories().stream().mapToLong(Trajectory::length).sum();
  }

  /** All trajectories of some examples, end to end. */
  static List<Trajectory> trajectories(List<? extends Example> examples) {
    List<Trajectory> all = new ArrayList<>();
    examples.forEach(example -> all.addAll(example.trajectories()));
    return all;
  }
}
