package dev.oreo.model;

/** Turns accumulated gradients into one change of the parameters. Not thread-safe. */
public interface Optimizer extends AutoCloseable {

  /**
   * Clips the accumulated gradients, changes the parameters and clears the gradients.
   *
   * @param learningRate of this step, at least 0
   * @return the global norm of the gradients before clipping
   */
  double step(double learningRate);

  /** Clears the accumulated gradients without changing the parameters. */
  void clearGradients();

  /** Frees the optimiser's state. The parameters stay. */
  @Override
  void close();
}
