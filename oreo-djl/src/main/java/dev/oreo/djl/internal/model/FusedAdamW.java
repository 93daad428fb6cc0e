package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.internal.OutputFolder;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * libtorch's fused AdamW over all weights of a network in one call, after clipping by the global
 * norm.
 */
final class FusedAdamW implements Optimizer {
  private static final double NORM_EPSILON = 1e-6;

  /* What PyTorch's own AdamW calls its state. */
  private static final String MEAN = ".exp_avg";
  private static final String SQUARE = ".exp_avg_sq";
  private static final WeightSpec STEP = new WeightSpec("step", new long[0]);

  private final NDManager manager;
  private final List<Weight> weights;
  private final AdamWConfig config;
  private final Runnable onClose;
  private final Program program;
  private final List<NDArray> parameters;
  private final List<NDArray> means;
  private final List<NDArray> squares;
  private final List<NDArray> steps;

  /**
   * Creates an optimiser with fresh state.
   *
   * @param weights each once, all trainable and of one manager, of which the state lives in a child
   * @param config hyper-parameters
   * @param onClose called when the optimiser is closed
   */
  FusedAdamW(List<Weight> weights, AdamWConfig config, Runnable onClose) {
    this.manager = weights.get(0).array().getManager().newSubManager();
    this.weights = List.copyOf(weights);
    this.config = config;
    this.onClose = onClose;
    this.program = Program.load(manager, "adamw");
    this.parameters = weights.stream().map(Weight::array).toList();
    this.means = parameters.stream().map(p -> manager.zeros(p.getShape())).toList();
    this.squares = parameters.stream().map(p -> manager.zeros(p.getShape())).toList();
    this.steps = parameters.stream().map(p -> manager.zeros(new Shape())).toList();
  }

  @Override
  public double gradientNorm() {
    try (NDManager scope = manager.newSubManager()) {
      return norm(scope, gradients(scope));
    }
  }

  @Override
  public double step(double learningRate) {
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> gradients = gradients(scope);
      double norm = norm(scope, gradients);
      double factor = Math.min(1, config.maxGradientNorm() / (norm + NORM_EPSILON));
      double[] numbers = {
        learningRate, config.beta1(), config.beta2(), config.weightDecay(), config.epsilon(), factor
      };
      program.execute("forward", parameters, gradients, means, squares, steps, numbers);
      program.execute("zero", gradients);
      return norm;
    }
  }

  /** Returns how many updates have been made. */
  long updates() {
    return (long) steps.get(0).getFloat();
  }

  private List<NDArray> gradients(NDManager scope) {
    return weights.stream().map(w -> w.gradient(scope)).toList();
  }

  private double norm(NDManager scope, List<NDArray> gradients) {
    return program.run(scope, "norm", gradients).getFloat();
  }

  @Override
  public void clearGradients() {
    for (Weight weight : weights) {
      if (weight.buffer().isPresent()) {
        program.execute("zero", List.of(weight.buffer().get()));
      } else {
        JniUtils.zeroGrad((PtNDArray) weight.array());
      }
    }
  }

  /**
   * {@inheritDoc} Each moment under its weight's name; the number of steps, which all share, once.
   */
  @Override
  public void save(Path directory) throws IOException {
    List<Weight> saved = moments();
    saved.add(new Weight(List.of(STEP), steps.get(0), Optional.empty()));
    try (OutputFolder folder = OutputFolder.create(directory);
        TrainedWeights source = new TrainedWeights(saved, StoredType.F32)) {
      SafetensorsWriter.write(
          folder.path(), source.entries(), SafetensorsWriter.DEFAULT_MAX_SHARD_BYTES, source);
      folder.commit();
    }
  }

  @Override
  public void restore(Path directory) throws IOException {
    List<Weight> restored = moments();
    steps.forEach(step -> restored.add(new Weight(List.of(STEP), step, Optional.empty())));
    WeightRestorer.restore(directory, restored);
  }

  private List<Weight> moments() {
    List<Weight> moments = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      moments.add(moment(weights.get(i), MEAN, means.get(i)));
      moments.add(moment(weights.get(i), SQUARE, squares.get(i)));
    }
    return moments;
  }

  private static Weight moment(Weight of, String suffix, NDArray array) {
    return new Weight(
        of.parts().stream().map(p -> new WeightSpec(p.name() + suffix, p.shape())).toList(),
        array,
        Optional.empty());
  }

  @Override
  public void close() {
    program.close();
    manager.close();
    onClose.run();
  }
}
