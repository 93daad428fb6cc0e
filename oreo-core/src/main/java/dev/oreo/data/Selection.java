package dev.oreo.data;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an operation on data kept, and how much it left out.
 *
 * <p>Operations follow one another with {@link #then}:
 *
 * <pre>{@code
 * Selection data = Selection.all(trajectories)
 *     .then(all -> RejectionSampling.atLeast(all, 1))
 *     .then(RejectionSampling::distinctPerPrompt)
 *     .then(distinct -> RejectionSampling.capPerPrompt(distinct, 4, seed));
 * }</pre>
 *
 * @param kept the trajectories kept, in the order in which they were given
 * @param dropped how many trajectories were left out for each reason; reasons without any are
 *     absent
 */
public record Selection(List<Trajectory> kept, Map<DropReason, Integer> dropped) {

  /** Copies list and map. {@inheritDoc} */
  public Selection {
    kept = List.copyOf(kept);
    dropped = DropCounts.copyOf(dropped);
  }

  /**
   * Returns a selection of everything.
   *
   * @param trajectories what to keep
   * @return all of them, nothing dropped
   */
  public static Selection all(List<Trajectory> trajectories) {
    return new Selection(trajectories, Map.of());
  }

  /**
   * Applies an operation to what was kept.
   *
   * @param operation makes a selection of it
   * @return what it keeps; the numbers dropped are those of this and of it together
   */
  public Selection then(Function<List<Trajectory>, Selection> operation) {
    Selection next = operation.apply(kept);
    Map<DropReason, Integer> counts = new EnumMap<>(DropReason.class);
    counts.putAll(dropped);
    next.dropped.forEach((reason, count) -> counts.merge(reason, count, Integer::sum));
    return new Selection(next.kept, counts);
  }

  /**
   * Returns the number of trajectories left out.
   *
   * @return the sum over reasons
   */
  public int droppedCount() {
    return DropCounts.total(dropped);
  }

  /** Those of the trajectories that are marked; all others are dropped for one reason. */
  static Selection marked(List<Trajectory> trajectories, boolean[] kept, DropReason reason) {
    Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    List<Trajectory> taken = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        taken.add(trajectories.get(i));
      } else {
        dropped.merge(reason, 1, Integer::sum);
      }
    }
    return new Selection(taken, dropped);
  }
}
