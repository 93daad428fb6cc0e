package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import dev.oreo.trajectory.ValuedTrajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A*-PO's first stage: the soft-optimal value of a prompt, from the rewards of N answers that the
 * reference policy gave to it,
 *
 * <pre>{@code Vhat = beta1 * log( (1/N) sum_i exp(r_i / beta1) )}</pre>
 *
 * <p>It lies between the mean of the rewards, its limit for large beta1, and their maximum, its
 * limit for small beta1. With rewards of 0 and 1 and a success rate p it is {@code beta1 * log(1 +
 * p (exp(1 / beta1) - 1))}.
 *
 * <p>Numerics: relative to the largest reward and by {@code expm1} and {@code log1p}, so that
 * neither a small beta1 overflows nor a large one cancels.
 *
 * <p>Differences from the authors' code: beta1 = 0 is the limit, the maximum, where theirs takes 0
 * for the mean and anything below for Vhat = 0; the mean is beta1 = infinity here, and values below
 * 0 are refused.
 *
 * <p>Stateless and thread-safe.
 *
 * @see AStarPoObjective
 * @see <a href="https://arxiv.org/abs/2505.20686">Brantley et al. 2025</a>
 */
public final class OptimalValueEstimate {
  /** The authors' beta1 for rewards of 0 and 1: {@value}. */
  public static final double DEFAULT_BETA1 = 0.5;

  private OptimalValueEstimate() {}

  /**
   * Returns the estimate of one prompt's value.
   *
   * @param beta1 smoothing in the reward's unit, at least 0; 0 for the maximum, infinity for the
   *     mean; the authors use {@value #DEFAULT_BETA1}
   * @param rewards of answers sampled from the reference policy, at least one, finite
   * @return between the mean and the maximum of the rewards
   * @throws IllegalArgumentException if beta1 is below 0 or not a number, or there is no reward, or
   *     one is not finite
   */
  public static double of(double beta1, double... rewards) {
    Checks.argument(beta1 >= 0, "beta1 must be >= 0, got %s", beta1);
    Checks.argument(rewards.length > 0, "rewards must not be empty");
    Checks.argument(
        Arrays.stream(rewards).allMatch(Double::isFinite),
        "rewards must be finite, got %s",
        Arrays.toString(rewards));
    double max = Arrays.stream(rewards).max().getAsDouble();
    if (beta1 == 0) {
      return max;
    }
    if (Double.isInfinite(beta1)) {
      return Arrays.stream(rewards).average().getAsDouble();
    }
    double sum = 0;
    for (double reward : rewards) {
      sum += Math.expm1((reward - max) / beta1);
    }
    return max + beta1 * Math.log1p(sum / rewards.length);
  }

  /**
   * Gives every trajectory of some groups the estimate of its group, which is from the total
   * rewards of all its trajectories: what {@link AStarPoObjective} trains on, if it is to train on
   * the samples of the first stage.
   *
   * @param groups answers of the reference policy, one group per prompt
   * @param beta1 smoothing as in {@link #of}
   * @return all trajectories, end to end in order
   * @throws IllegalArgumentException if beta1 is below 0 or not a number
   */
  public static List<ValuedTrajectory> ofGroups(List<TrajectoryGroup> groups, double beta1) {
    List<ValuedTrajectory> valued = new ArrayList<>();
    for (TrajectoryGroup group : groups) {
      double value =
          of(beta1, group.trajectories().stream().mapToDouble(Trajectory::reward).toArray());
      group.trajectories().forEach(t -> valued.add(new ValuedTrajectory(t, value)));
    }
    return List.copyOf(valued);
  }
}
