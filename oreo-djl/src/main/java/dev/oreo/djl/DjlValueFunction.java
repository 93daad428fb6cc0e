package dev.oreo.djl;

import dev.oreo.djl.internal.generate.CachedValues;
import dev.oreo.djl.internal.model.ValueModel;
import dev.oreo.model.ValueFunction;
import dev.oreo.model.ValueSession;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.OptionalInt;

/**
 * A decoder with a scalar head and frozen weights.
 *
 * <p>Weights are kept in the compute precision, the head in float32. Thread-safe until closed, but
 * each of its sessions belongs to one thread at a time; closing frees the weights.
 */
public final class DjlValueFunction implements ValueFunction, AutoCloseable {
  private final ValueModel model;
  private final OptionalInt generationTokens;

  DjlValueFunction(ValueModel model, OptionalInt generationTokens) {
    this.model = model;
    this.generationTokens = generationTokens;
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories) {
    return model.score(trajectories);
  }

  @Override
  public double[] values(List<int[]> states) {
    return model.values(states);
  }

  /**
   * Opens a session that keeps what it has read from call to call, as much as {@link
   * ModelOptions#generationTokens} allows.
   *
   * @return the session; the caller closes it, before this value function
   */
  public ValueSession openValueSession() {
    return new CachedValues(model, generationTokens);
  }

  @Override
  public void close() {
    model.close();
  }
}
