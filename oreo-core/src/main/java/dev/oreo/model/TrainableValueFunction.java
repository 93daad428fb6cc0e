package dev.oreo.model;

import dev.oreo.trajectory.Trajectory;
import java.util.List;

/** A value function whose parameters can change. */
public interface TrainableValueFunction extends ValueFunction, Trainable {

  /**
   * Runs a micro-batch and keeps what its back-propagation needs.
   *
   * @param microBatch trajectories that fit into memory together
   * @return the pass, with {@link dev.oreo.objective.Score#VALUE}; the caller closes it before the
   *     next one
   */
  ForwardPass forward(List<Trajectory> microBatch);
}
