package dev.oreo.objective;

/**
 * Whether {@link SoftBellmanObjective}'s losses weigh a trajectory by how likely the policy makes
 * it, relative to the reference that is taken to have sampled it: {@code w = exp(min(Lambda_0, 1))}
 * with {@code Lambda_0} the sum of {@code log pi - log pi_ref} over its action tokens.
 *
 * <p>So w is at most e, and 1 where the policies agree. It is a constant: no gradient flows through
 * it.
 *
 * <p>It multiplies a trajectory's terms in the value loss, and in the policy loss where that is a
 * mean over the states of a trajectory with {@link BellmanForm#MULTI_STEP} or {@link
 * BellmanForm#FULL_SUFFIX}. As in the authors' code it leaves the policy losses of response level
 * and of {@link BellmanForm#ONE_STEP} as they are; regulariser and hinge are never weighted.
 */
public enum ImportanceWeighting {
  /** Every trajectory weighs the same. */
  NONE,
  /**
   * Mean over states, times w, then mean over trajectories. The authors' {@code
   * importance_sampling}.
   */
  PER_TRAJECTORY,
  /**
   * {@code sum_(b,p) w_b s[p] delta[p]^2 / M} with M the states of all trajectories of the update:
   * a long trajectory weighs more. The authors' {@code importance_sampling_2}, which divides by the
   * states of a micro-batch instead.
   *
   * <p>Token and response level, whose value loss has one state per action token. Not at step
   * level: an update's number of steps is not among {@link BatchCounts}.
   */
  PER_TRAJECTORY_TOKEN_MEAN;

  private static final double LARGEST_LOG_WEIGHT = 1;

  /** w, from the sum of a trajectory's log-ratios. */
  static double weight(double logRatioSum) {
    return Math.exp(Math.min(logRatioSum, LARGEST_LOG_WEIGHT));
  }

  /** What a trajectory's mean square over its states is multiplied by, in an update's loss. */
  double share(double weight, int states, BatchCounts counts) {
    return switch (this) {
      case NONE -> 1.0 / counts.trajectories();
      case PER_TRAJECTORY -> weight / counts.trajectories();
      case PER_TRAJECTORY_TOKEN_MEAN -> weight * states / counts.actionTokens();
    };
  }
}
