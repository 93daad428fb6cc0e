package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The derivative of the losses by each score of one trajectory: one array per {@link Score}, one
 * entry per position, 0 where the loss does not read the position.
 *
 * <p>A backend back-propagates {@code sum_p g[p] * x[p]} over all of them. For {@link
 * Score#REVERSE_KL} and {@link Score#FORWARD_KL} the entry is the weight of that position's
 * divergence.
 *
 * <p>The arrays are shared, not copied. Thread-safety: safe to share once built.
 */
public final class TrajectoryGradients {
  private final Map<Score, double[]> gradients = new EnumMap<>(Score.class);

  /**
   * Creates the gradients of a trajectory.
   *
   * @param trajectory what was scored
   * @param gradients per score an array of {@link Trajectory#positions()} entries; the map is
   *     copied, the arrays are not
   * @throws IllegalArgumentException if an array has another length, or a score has no gradient
   */
  public TrajectoryGradients(Trajectory trajectory, Map<Score, double[]> gradients) {
    gradients.forEach(
        (score, values) -> {
          Checks.argument(
              score.network() != Score.Network.NONE,
              "%s must not have a gradient: it is a constant",
              score);
          Checks.argument(
              values.length == trajectory.positions(),
              "gradient of %s must have one entry per position, got %d and %d positions (trajectory %s)",
              score,
              values.length,
              trajectory.positions(),
              trajectory.id());
        });
    this.gradients.putAll(gradients);
  }

  /**
   * Returns the derivative by one score.
   *
   * @param score which
   * @return P entries, shared: do not write; empty if the loss does not depend on the score
   */
  public Optional<double[]> get(Score score) {
    return Optional.ofNullable(gradients.get(score));
  }
}
