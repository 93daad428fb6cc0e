package dev.oreo.model;

/** Told of continuations as they end. */
@FunctionalInterface
public interface GenerationListener {

  /**
   * Told that one continuation has ended. What it throws ends the generation.
   *
   * @param request index of its request
   * @param generation the continuation
   */
  void finished(int request, Generation generation);
}
