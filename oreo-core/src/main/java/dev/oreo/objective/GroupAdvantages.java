package dev.oreo.objective;

import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Group-relative advantages: an answer's reward compared with those of the other answers to its
 * prompt.
 *
 * <pre>{@code A_i = (r_i - mean(r)) / (std(r) + 1e-4)        every action token of answer i}</pre>
 *
 * <p>r is an answer's total reward. A group whose rewards are all equal, a group of one among them,
 * has advantages of exactly 0. The mean includes the answer itself. {@link AdvantageScaling} has
 * the two standard deviations in use, and none.
 *
 * <p>Stateless and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">Shao et al. 2024, section 4.1</a>
 * @see <a href="https://arxiv.org/abs/2503.20783">Liu et al. 2025: without deviation</a>
 */
public final class GroupAdvantages {
  /** Added to the deviation, as in TRL, so that rewards that are almost equal stay small. */
  private static final double FLOOR = 1e-4;

  private GroupAdvantages() {}

  /**
   * Returns the advantages of a group's answers.
   *
   * @param group the answers
   * @param scaling by what to divide
   * @return one per answer, in the group's order; they sum to 0 up to rounding
   */
  public static double[] of(TrajectoryGroup group, AdvantageScaling scaling) {
    double[] advantages = group.trajectories().stream().mapToDouble(Trajectory::reward).toArray();
    double mean = AdvantageScaling.mean(advantages);
    OptionalDouble variance = scaling.variance(advantages);
    double divisor = variance.isPresent() ? Math.sqrt(variance.getAsDouble()) + FLOOR : 1;
    for (int i = 0; i < advantages.length; i++) {
      advantages[i] = (advantages[i] - mean) / divisor;
    }
    return advantages;
  }

  /**
   * Returns what {@link GrpoObjective} trains on.
   *
   * @param groups groups with the sampling policy's {@link Score#LOG_PROB}, taken before any update
   * @param scaling by what to divide
   * @return one per answer, in order; shares the scores' arrays
   * @throws IllegalArgumentException if the score is missing or a number is not finite
   */
  public static List<AdvantageTrajectory> examples(
      List<ScoredExample<TrajectoryGroup>> groups, AdvantageScaling scaling) {
    List<AdvantageTrajectory> examples = new ArrayList<>();
    for (ScoredExample<TrajectoryGroup> group : groups) {
      double[] advantages = of(group.example(), scaling);
      for (int i = 0; i < advantages.length; i++) {
        examples.add(AdvantageTrajectory.of(group.scores().get(i), advantages[i]));
      }
    }
    return List.copyOf(examples);
  }
}
