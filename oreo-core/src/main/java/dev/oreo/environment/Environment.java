package dev.oreo.environment;

/**
 * An interactive task in text: something is said, an action is chosen, until the task ends.
 *
 * <p>Its states are immutable, so there is nothing to close and nothing to undo: a state that was
 * kept is its own snapshot, and a search goes on from it as often as it likes.
 *
 * <p>Thread-safety: implementations are immutable and thread-safe.
 */
public interface Environment {
  /**
   * Begins an episode.
   *
   * @return the first state; its observation introduces the task, its reward is 0
   */
  EnvironmentState reset();
}
