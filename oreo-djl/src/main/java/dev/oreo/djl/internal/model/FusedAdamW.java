package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.Optimizer;
import java.util.List;

/**
 * libtorch's fused AdamW over all weights of a network in one call, after clipping by the global
 * norm.
 */
final class FusedAdamW implements Optimizer {
  private static final double NORM_EPSILON = 1e-6;

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

  @Override
  public void close() {
    program.close();
    manager.close();
    onClose.run();
  }
}
