package dev.oreo.objective;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * A trajectory with what a clipped policy gradient needs to know of the policy that sampled it: its
 * log-probabilities then, and by how much each action was better than expected.
 *
 * <p>Only entries at action tokens are read. The arrays are shared, not copied: whoever fills them
 * gives them away, and readers must not write. Two are equal if they hold the same trajectory and
 * the same arrays, not arrays of equal content.
 *
 * <p>Thread-safety: safe to share once built.
 *
 * @param trajectory what was sampled
 * @param oldLogProbs log pi_old(a | s) per position, in nats
 * @param advantages A(s, a) per position, in units of reward or of its deviation
 */
@SuppressWarnings("ArrayRecordComponent") // shared as in TrajectoryScores; equality is documented
public record AdvantageTrajectory(Trajectory trajectory, double[] oldLogProbs, double[] advantages)
    implements Example {

  /** Checks lengths, and that entries at action tokens are finite. {@inheritDoc} */
  public AdvantageTrajectory {
    PositionArrays.require("oldLogProbs", oldLogProbs, trajectory);
    PositionArrays.require("advantages", advantages, trajectory);
  }

  /**
   * Returns a trajectory all of whose actions have one advantage.
   *
   * @param old the sampling policy's {@link Score#LOG_PROB}, taken before any update
   * @param advantage of the whole trajectory, finite
   * @return the example; shares the scores' array
   * @throws IllegalArgumentException if the score is missing or a number is not finite
   */
  public static AdvantageTrajectory of(TrajectoryScores old, double advantage) {
    Trajectory trajectory = old.trajectory();
    return new AdvantageTrajectory(
        trajectory, old.get(Score.LOG_PROB), LogRatios.atActions(trajectory, advantage));
  }

  @Override
  public List<Trajectory> trajectories() {
    return List.of(trajectory);
  }
}
