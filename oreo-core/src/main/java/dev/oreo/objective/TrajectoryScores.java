package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the networks say about one trajectory: one array per {@link Score}, one entry per position.
 *
 * <p>Entries at positions that choose no action token carry no information (backends leave them 0)
 * and no objective reads them. The arrays are shared, not copied: whoever fills them gives them
 * away, and readers must not write.
 *
 * <p>Thread-safety: safe to share once built.
 */
public final class TrajectoryScores {
  private final Trajectory trajectory;
  private final Map<Score, double[]> scores;

  /**
   * Creates the scores of a trajectory.
   *
   * @param trajectory what was scored
   * @param scores per score an array of {@link Trajectory#positions()} entries; the map is copied,
   *     the arrays are not
   * @throws IllegalArgumentException if an array has another length
   */
  public TrajectoryScores(Trajectory trajectory, Map<Score, double[]> scores) {
    this.trajectory = trajectory;
    this.scores = new EnumMap<>(Score.class);
    this.scores.putAll(scores);
    scores.forEach(
        (score, values) ->
            Checks.argument(
                values.length == trajectory.positions(),
                "%s must have one entry per position, got %d and %d positions (trajectory %s)",
                score,
                values.length,
                trajectory.positions(),
                trajectory.id()));
  }

  /**
   * Returns these scores with another source's added.
   *
   * @param other scores of the same trajectory, with no score in common
   * @return the union
   * @throws IllegalArgumentException if the trajectories differ or a score is in both
   */
  public TrajectoryScores with(TrajectoryScores other) {
    Checks.argument(
        trajectory == other.trajectory,
        "scores must be of one trajectory, got %s and %s",
        trajectory.id(),
        other.trajectory.id());
    Map<Score, double[]> union = new EnumMap<>(scores);
    other.scores.forEach(
        (score, values) ->
            Checks.argument(
                union.put(score, values) == null,
                "%s must come from one source, got two (trajectory %s)",
                score,
                trajectory.id()));
    return new TrajectoryScores(trajectory, union);
  }

  /**
   * Returns what was scored.
   *
   * @return the trajectory
   */
  public Trajectory trajectory() {
    return trajectory;
  }

  /**
   * Returns one score at every position.
   *
   * @param score which
   * @return P entries, shared: do not write
   * @throws IllegalArgumentException if it was not computed
   */
  public double[] get(Score score) {
    double[] values = scores.get(score);
    if (values == null) {
      throw new IllegalArgumentException(
          score
              + " must be among the scores of trajectory "
              + trajectory.id()
              + ", got "
              + scores.keySet());
    }
    return values;
  }

  /**
   * Returns whether a score was computed.
   *
   * @param score which
   * @return whether {@link #get} would succeed
   */
  public boolean has(Score score) {
    return scores.containsKey(score);
  }
}
