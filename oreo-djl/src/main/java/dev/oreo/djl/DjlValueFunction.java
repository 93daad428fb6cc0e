package dev.oreo.djl;

import dev.oreo.djl.internal.model.ValueModel;
import dev.oreo.model.ValueFunction;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * A decoder with a scalar head and frozen weights.
 *
 * <p>Weights are kept in the compute precision, the head in float32. Thread-safe until closed;
 * closing frees them.
 */
public final class DjlValueFunction implements ValueFunction, AutoCloseable {
  private final ValueModel model;

  DjlValueFunction(ValueModel model) {
    this.model = model;
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories) {
    return model.score(trajectories);
  }

  @Override
  public double[] values(List<int[]> states) {
    return model.values(states);
  }

  @Override
  public void close() {
    model.close();
  }
}
