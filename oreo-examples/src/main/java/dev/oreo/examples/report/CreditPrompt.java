package dev.oreo.examples.report;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.data.TrajectoryGroups;
import dev.oreo.evaluate.CreditAssignment;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The solutions of one prompt. A solution is right if its reward is above 0.
 *
 * @param right right ones
 * @param wrong the others
 */
public record CreditPrompt(List<CreditAssignment> right, List<CreditAssignment> wrong) {

  /** Copies the lists. {@inheritDoc} */
  public CreditPrompt {
    checkArgument(!right.isEmpty() || !wrong.isEmpty(), "right or wrong must not be empty");
    right = List.copyOf(right);
    wrong = List.copyOf(wrong);
  }

  /**
   * Puts the solutions of each prompt together.
   *
   * @param credits in any order
   * @return in the order in which the prompts appear first
   */
  public static List<CreditPrompt> group(List<CreditAssignment> credits) {
    Map<Trajectory, CreditAssignment> byTrajectory =
        credits.stream()
            .collect(Collectors.toMap(CreditAssignment::trajectory, Function.identity()));
    return TrajectoryGroups.byPrompt(credits.stream().map(CreditAssignment::trajectory).toList())
        .stream()
        .map(group -> of(group, byTrajectory))
        .toList();
  }

  private static CreditPrompt of(
      TrajectoryGroup group, Map<Trajectory, CreditAssignment> byTrajectory) {
    Map<Boolean, List<CreditAssignment>> byOutcome =
        group.trajectories().stream()
            .flatMap(t -> Stream.ofNullable(byTrajectory.get(t)))
            .collect(Collectors.partitioningBy(c -> c.trajectory().reward() > 0));
    return new CreditPrompt(
        byOutcome.getOrDefault(true, List.of()), byOutcome.getOrDefault(false, List.of()));
  }

  /**
   * Returns whether right and wrong can be compared.
   *
   * @return whether there are both
   */
  public boolean hasBoth() {
    return !right.isEmpty() && !wrong.isEmpty();
  }

  /**
   * Returns the same prompt with fewer solutions.
   *
   * @param count how many right and how many wrong ones at most, at least 1
   * @return the first of each
   */
  public CreditPrompt first(int count) {
    checkArgument(count >= 1, "count must be >= 1, got %s", count);
    return new CreditPrompt(
        right.stream().limit(count).toList(), wrong.stream().limit(count).toList());
  }

  /** Any one of the solutions. */
  CreditAssignment any() {
    return right.isEmpty() ? wrong.get(0) : right.get(0);
  }
}
