package dev.oreo.djl;

import dev.oreo.djl.internal.model.CheckpointSaver;
import dev.oreo.djl.internal.model.OptimizerSlot;
import dev.oreo.djl.internal.model.ValueModel;
import dev.oreo.djl.internal.model.WeightRestorer;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Optimizer;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A decoder with a scalar head whose weights can change.
 *
 * <p>Weights, gradients and optimiser state are float32, whatever the compute precision. Confined
 * to one thread at a time. Closing frees everything but open optimisers, which must be closed
 * before.
 */
public final class DjlTrainableValueFunction implements TrainableValueFunction, AutoCloseable {
  private final ValueModel model;
  private final CheckpointSaver saver;
  private final OptimizerSlot optimizer;

  DjlTrainableValueFunction(ValueModel model, CheckpointSaver saver) {
    this.model = model;
    this.saver = saver;
    this.optimizer = new OptimizerSlot(model.weights());
  }

  ValueModel model() {
    return model;
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
  public ForwardPass forward(List<Trajectory> microBatch) {
    return model.forward(microBatch);
  }

  @Override
  public Optimizer newOptimizer(AdamWConfig config) {
    return optimizer.open(config);
  }

  @Override
  public long parameterCount() {
    return optimizer.parameterCount();
  }

  @Override
  public void save(Path directory) throws IOException {
    saver.saveValueFunction(directory, model.weights());
  }

  @Override
  public void restore(Path directory) throws IOException {
    WeightRestorer.restore(directory, model.weights());
  }

  @Override
  public void close() {
    model.close();
  }
}
