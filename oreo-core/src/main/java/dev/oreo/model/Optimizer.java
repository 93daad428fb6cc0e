package dev.oreo.model;

/**
 * Turns accumulated gradients into one change of the parameters. Not thread-safe.
 *
 * <p>Its state is what it remembers of earlier steps; parameters and gradients are the network's.
 */
public interface Optimizer extends Restorable, AutoCloseable {

  /**
   * Returns the global norm of the accumulated gradients, as {@link #step} would clip it. Changes
   * nothing, so that a caller can refuse an update whose gradients are not finite.
   *
   * @return at least 0, or not finite if a gradient is not
   */
  double gradientNorm();

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
