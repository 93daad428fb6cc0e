package dev.oreo.objective;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * An {@link AdvantageTrajectory} with what the value function said when it was sampled, and what it
 * should have said.
 *
 * <p>Only entries at action tokens are read. Arrays and equality are as in {@link
 * AdvantageTrajectory}. {@link GeneralizedAdvantage} makes these.
 *
 * <p>Thread-safety: safe to share once built.
 *
 * @param actor what the policy's loss reads
 * @param oldValues V_old(s) per position, in units of reward
 * @param returns the value function's target G per position, in units of reward
 */
@SuppressWarnings("ArrayRecordComponent") // shared as in TrajectoryScores; equality is documented
public record ActorCriticTrajectory(AdvantageTrajectory actor, double[] oldValues, double[] returns)
    implements Example {

  /** Checks lengths, and that entries at action tokens are finite. {@inheritDoc} */
  public ActorCriticTrajectory {
    PositionArrays.require("oldValues", oldValues, actor.trajectory());
    PositionArrays.require("returns", returns, actor.trajectory());
  }

  /**
   * Returns what was sampled.
   *
   * @return the actor's trajectory
   */
  public Trajectory trajectory() {
    return actor.trajectory();
  }

  @Override
  public List<Trajectory> trajectories() {
    return actor.trajectories();
  }
}
