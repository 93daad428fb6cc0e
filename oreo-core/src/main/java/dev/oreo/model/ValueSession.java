package dev.oreo.model;

/**
 * Values of a value function that keeps what it has read, so that a state which begins like an
 * earlier one costs its new tokens only: the turns of a conversation, the branches of a search.
 *
 * <p>Callers pass whole states, as to any {@link ValueReader}. What a state gives does not depend
 * on what came before (up to rounding). What is kept is bounded; what is dropped for that is read
 * again when it is asked for. A caller that drops states, as a search does, says so by {@link
 * #forget}, and others take their room before more is taken.
 *
 * <p>Confined to one thread at a time. The value function's weights must not change while a session
 * is open. Closing frees what is kept; a session is closed before its value function.
 */
public interface ValueSession extends ValueReader, AutoCloseable {

  /**
   * Returns how many tokens have been read, other than those that were found among what is kept.
   * Beside the tokens asked for, it tells whether the bound on what is kept suits the use.
   *
   * @return since the session was opened
   */
  long tokensRead();

  /** Frees what is kept. Reading afterwards is an {@link IllegalStateException}. */
  @Override
  void close();
}
