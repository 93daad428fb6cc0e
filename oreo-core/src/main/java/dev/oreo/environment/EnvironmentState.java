package dev.oreo.environment;

import java.util.List;

/**
 * A state of an {@link Environment}, with what was seen and earned on the way into it.
 *
 * <p>Thread-safety: implementations are immutable and thread-safe.
 */
public interface EnvironmentState {
  /**
   * Returns what the action that led here was answered.
   *
   * @return the text; that of the first state introduces the task
   */
  String observation();

  /**
   * Returns the actions that change something or tell something in this state.
   *
   * @return the actions' texts, sorted, without repetition, not modifiable
   */
  List<String> actions();

  /**
   * Returns what the action that led here earned.
   *
   * @return the reward; 0 at first
   */
  double reward();

  /**
   * Returns whether the episode has ended.
   *
   * @return true if no action may follow
   */
  boolean done();

  /**
   * Takes an action. This state stays as it is.
   *
   * @param action any text; what the environment does not understand it answers as it sees fit
   * @return the state after it
   * @throws IllegalStateException if this state is {@link #done}
   */
  EnvironmentState step(String action);
}
