package dev.oreo.djl;

import dev.oreo.djl.internal.generate.BatchGenerator;
import dev.oreo.djl.internal.model.CheckpointSaver;
import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.djl.internal.model.NetworkSaver;
import dev.oreo.djl.internal.model.OptimizerSlot;
import dev.oreo.djl.internal.model.Trainee;
import dev.oreo.djl.internal.model.WeightAverage;
import dev.oreo.internal.Checks;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.AveragedPolicy;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.Optimizer;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.TrainablePolicy;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A causal language model whose weights can change: all of them, or those of adapters on a frozen
 * {@link DjlBaseModel}.
 *
 * <p>What can change, gradients and optimiser state are float32, whatever the compute precision.
 * Thread-safety: confined to one thread at a time; {@link #generate} and {@link #score} see the
 * weights as they are at the call. What a session keeps would be wrong after an update: sessions
 * are opened on a frozen {@link DjlPolicy}. Closing frees everything but open optimisers, which
 * must be closed before.
 */
public final class DjlTrainablePolicy implements TrainablePolicy, TextGenerator, AutoCloseable {
  private final LanguageModel model;
  private final BatchGenerator generator;
  private final NetworkSaver saver;
  private final CheckpointSaver origin;
  private final OptimizerSlot optimizer;

  DjlTrainablePolicy(Trainee<LanguageModel> trainee, BatchGenerator generator) {
    this.model = trainee.model();
    this.generator = generator;
    this.saver = trainee.saver();
    this.origin = trainee.origin();
    this.optimizer = trainee.optimizer();
  }

  LanguageModel model() {
    return model;
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories, Set<Score> scores) {
    return DjlPolicy.scoreOwn(model, trajectories, scores);
  }

  @Override
  public ForwardPass forward(List<Trajectory> microBatch, Set<Score> scores) {
    for (Score score : scores) {
      Checks.argument(
          score.network() == Score.Network.POLICY && !score.needsReference(),
          "scores must be the policy's own, got %s without a reference",
          score);
    }
    return model.forward(microBatch, scores, Optional.empty());
  }

  @Override
  public ForwardPass forward(
      List<Trajectory> microBatch, Set<Score> scores, ReferencePolicy reference) {
    Checks.argument(
        !scores.contains(Score.VALUE) && !scores.contains(Score.AVERAGED_LOG_PROB),
        "scores must be the policy's and the reference's, got %s",
        scores);
    if (reference instanceof DjlPolicy other) {
      return model.forward(microBatch, scores, Optional.of(other.model()));
    }
    throw new IllegalArgumentException(
        "reference must be a DjlPolicy, got " + reference.getClass().getName());
  }

  @Override
  public AveragedPolicy newAverage(double decay) {
    Checks.argument(decay >= 0 && decay < 1, "decay must be in [0, 1), got %s", decay);
    WeightAverage average = new WeightAverage(model, decay);
    return new DjlAveragedPolicy(average, origin.of(average.model()));
  }

  @Override
  public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
    return generator.generate(requests, config);
  }

  @Override
  public void generate(
      List<GenerationRequest> requests, GenerationConfig config, GenerationListener listener) {
    generator.generate(requests, config, listener);
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
   * Writes what is this policy's own: a HuggingFace folder, or of adapters PEFT's, with the tensors
   * in float32.
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
