package dev.oreo.djl;

import dev.oreo.djl.internal.model.NetworkSaver;
import dev.oreo.djl.internal.model.OptimizerSlot;
import dev.oreo.djl.internal.model.Trainee;
import dev.oreo.djl.internal.model.ValueModel;
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
 * A decoder with a scalar head whose weights can change: all of them, or those of the head and of
 * adapters on a frozen {@link DjlBaseModel}.
 *
 * <p>What can change, gradients and optimiser state are float32, whatever the compute precision.
 * Confined to one thread at a time. Closing frees everything but open optimisers, which must be
 * closed before.
 */
public final class DjlTrainableValueFunction implements TrainableValueFunction, AutoCloseable {
  private final ValueModel model;
  private final NetworkSaver saver;
  private final OptimizerSlot optimizer;

  DjlTrainableValueFunction(Trainee<ValueModel> trainee) {
    this.model = trainee.model();
    this.saver = trainee.saver();
    this.optimizer = trainee.optimizer();
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

  /**
   * Writes what is this value function's own: a HuggingFace folder, or of adapters PEFT's with the
   * head, with the tensors in float32.
   *
   * @param directory where; must not exist yet. It appears complete or not at all
   * @throws java.nio.file.FileAlreadyExistsException if {@code directory} exists
   * @throws IOException if it cannot be written
   */
  @Override
  public void save(Path directory) throws IOException {
    saver.save(directory);
  }

  /**
   * Writes the network whole, as a HuggingFace folder: adapters are added to the weights they are
   * for. For a network without adapters it differs from {@link #save} in the precision alone.
   *
   * @param directory where; must not exist yet. It appears complete or not at all
   * @param stored how numbers are stored; sums are rounded to it once
   * @throws java.nio.file.FileAlreadyExistsException if {@code directory} exists
   * @throws IOException if it cannot be written
   */
  public void saveMerged(Path directory, Precision stored) throws IOException {
    saver.saveMerged(directory, stored);
  }

  @Override
  public void restore(Path directory) throws IOException {
    saver.restore(directory);
  }

  @Override
  public void close() {
    model.close();
  }
}
