package dev.oreo.model;

/**
 * A policy whose weights are a running average of another's: {@code avg <- decay * avg + (1 -
 * decay) * weights} at every {@link #update}, beginning with the weights as they were when it was
 * made.
 *
 * <p>Confined to the thread that trains. Holds a copy of the weights until closed.
 */
public interface AveragedPolicy extends Policy, Restorable, AutoCloseable {

  /** Moves the average towards the policy's weights as they are now. */
  void update();

  /** Frees the copy of the weights. */
  @Override
  void close();
}
