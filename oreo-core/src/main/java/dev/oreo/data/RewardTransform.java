package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * Another scale of rewards: a total reward R becomes {@code scale * R + shift}.
 *
 * <p>Every step's reward is scaled and the shift is earned with the last step, so the return to go
 * of every state is transformed alike. The paper's rewards are 0 and 1; the authors' code makes
 * them -1 and 1 by default, which is scale 2 and shift -1 ({@code rew_mul} and {@code rew_add}).
 *
 * <p>A shift moves the optimal values by as much and leaves the optimal policy; scaling by k is the
 * same problem as dividing beta by k. Immutable and thread-safe.
 *
 * @param scale finite and not 0
 * @param shift finite
 */
public record RewardTransform(double scale, double shift) {

  /** Checks the numbers. {@inheritDoc} */
  public RewardTransform {
    Checks.argument(
        Double.isFinite(scale) && scale != 0, "scale must be finite and not 0, got %s", scale);
    Checks.argument(Double.isFinite(shift), "shift must be finite, got %s", shift);
  }

  /**
   * Returns a trajectory with transformed rewards.
   *
   * @param trajectory any; not changed
   * @return the same tokens and steps
   * @throws IllegalArgumentException if a reward becomes infinite
   */
  public Trajectory apply(Trajectory trajectory) {
    List<Step> steps = trajectory.steps();
    double[] rewards = steps.stream().mapToDouble(step -> scale * step.reward()).toArray();
    rewards[rewards.length - 1] += shift;
    return trajectory.withRewards(rewards);
  }
}
