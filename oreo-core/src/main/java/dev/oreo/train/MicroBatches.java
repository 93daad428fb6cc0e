package dev.oreo.train;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a batch into micro-batches that fit a budget of tokens. */
final class MicroBatches {
  private MicroBatches() {}

  /**
   * Fills micro-batches in the batch's order. An example longer than the budget runs alone. What a
   * trajectory begins with like the one before it in its micro-batch is not counted: a backend
   * computes it once.
   *
   * @param batch all examples of an update
   * @param tokenBudget most tokens of a micro-batch, over all its trajectories
   * @return micro-batches that together hold each example once
   */
  static <E extends Example> List<List<E>> cut(List<E> batch, int tokenBudget) {
    List<List<E>> microBatches = new ArrayList<>();
    List<E> current = new ArrayList<>();
    Optional<Trajectory> last = Optional.empty();
    long tokens = 0;
    for (E example : batch) {
      long more = newTokens(example, last);
      if (!current.isEmpty() && tokens + more > tokenBudget) {
        microBatches.add(List.copyOf(current));
        current.clear();
        tokens = 0;
        more = newTokens(example, Optional.empty());
      }
      current.add(example);
      tokens += more;
      List<Trajectory> own = example.trajectories();
      last = Optional.of(own.get(own.size() - 1));
    }
    microBatches.add(List.copyOf(current));
    return microBatches;
  }

  /** Tokens that an example adds behind a trajectory. */
  private static long newTokens(Example example, Optional<Trajectory> before) {
    Optional<Trajectory> previous = before;
    long tokens = 0;
    for (Trajectory trajectory : example.trajectories()) {
      tokens += trajectory.length() - previous.map(trajectory::sharedTokens).orElse(0);
      previous = Optional.of(trajectory);
    }
    return tokens;
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
