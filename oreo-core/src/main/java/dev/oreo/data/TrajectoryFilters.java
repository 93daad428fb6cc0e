package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Leaves out trajectories that a method cannot or should not learn from. */
public final class TrajectoryFilters {
  private TrajectoryFilters() {}

  /**
   * Keeps trajectories by the number of tokens that the policy chose; what is shorter is dropped as
   * {@link DropReason#TOO_SHORT}, what is longer as {@link DropReason#TOO_LONG}.
   *
   * @param trajectories in any order
   * @param min fewest action tokens, at least 1
   * @param max most action tokens, at least {@code min}
   * @return those within the limits
   */
  public static Selection byActionCount(List<Trajectory> trajectories, int min, int max) {
    Checks.argument(
        min >= 1 && max >= min, "min and max must be 1 <= min <= max, got %d and %d", min, max);
    Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    List<Trajectory> kept = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      int length = trajectory.actionCount();
      if (length >= min && length <= max) {
        kept.add(trajectory);
      } else {
        dropped.merge(length < min ? DropReason.TOO_SHORT : DropReason.TOO_LONG, 1, Integer::sum);
      }
    }
    return new Selection(kept, dropped);
  }

  /**
   * Keeps the answers to prompts that have successes and failures: those from which a policy can
   * learn what makes the difference. All others are dropped as {@link DropReason#ONE_CLASS}.
   *
   * @param trajectories in any order
   * @param threshold least reward of a success, finite; 1 if rewards are 0 and 1
   * @return the answers to those prompts
   */
  public static Selection bothClasses(List<Trajectory> trajectories, double threshold) {
    PromptIndex.requireThreshold(threshold);
    boolean[] kept = new boolean[trajectories.size()];
    for (List<Integer> indices : PromptIndex.of(trajectories)) {
      int successes = PromptIndex.ofClass(indices, trajectories, threshold, true).size();
      if (successes > 0 && successes < indices.size()) {
        PromptIndex.mark(kept, indices);
      }
    }
    return Selection.marked(trajectories, kept, DropReason.ONE_CLASS);
  }
}
