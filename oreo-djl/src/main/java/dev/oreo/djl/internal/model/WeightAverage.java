package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import dev.oreo.djl.internal.program.Program;
import java.util.List;

/**
 * A language model whose weights are a running average of another's. Confined to one thread;
 * closing frees the average, not the other model.
 */
public final class WeightAverage implements AutoCloseable {
  private final LanguageModel average;
  private final Program program;
  private final List<NDArray> averages;
  private final List<NDArray> weights;
  private final double share;

  /**
   * Copies a model's weights.
   *
   * @param model whose weights to follow; must stay open as long as this
   * @param decay how much of the average an update keeps, in [0, 1)
   */
  public WeightAverage(LanguageModel model, double decay) {
    this.average = model.copy();
    this.program = Program.load(average.decoder().manager(), "adamw");
    this.averages = average.weights().stream().map(Weight::array).toList();
    this.weights = model.weights().stream().map(Weight::array).toList();
    this.share = 1 - decay;
  }

  /**
   * Returns the averaged model.
   *
   * @return the same one always
   */
  public LanguageModel model() {
    return average;
  }

  /** Moves the average towards the weights as they are now. */
  public void update() {
    program.execute("average", averages, weights, share);
  }

  @Override
  public void close() {
    program.close();
    average.close();
  }
}
