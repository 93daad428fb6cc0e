package dev.oreo.model;

import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import java.util.List;

/**
 * One micro-batch's way through a trainable network: the scores it gave, and the graph to send
 * their gradients back through.
 *
 * <p>Confined to the thread that made it. Holds the activations of the micro-batch until {@link
 * #backward} or {@link #close}.
 */
public interface ForwardPass extends AutoCloseable {

  /**
   * Returns the scores asked for.
   *
   * @return one per trajectory, in the order given
   */
  List<TrajectoryScores> scores();

  /**
   * Adds to the parameters' gradients the derivative of {@code sum_p g[p] * x[p]}, summed over
   * trajectories and over the scores that this network gave. Scores of other networks are ignored.
   * Frees the activations.
   *
   * @param gradients one per trajectory, in the order of {@link #scores()}
   * @throws IllegalStateException on the second call, or after {@link #close}
   */
  void backward(List<TrajectoryGradients> gradients);

  /** Frees the activations, if {@link #backward} has not. */
  @Override
  void close();
}
