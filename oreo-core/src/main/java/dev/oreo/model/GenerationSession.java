package dev.oreo.model;

/**
 * A generator that keeps what it has read and drawn, so that a prompt which begins like an earlier
 * one costs its new tokens only: the turns of a conversation, the branches of a search.
 *
 * <p>Callers pass whole prompts, as to any generator: a prompt may be an earlier prompt, what was
 * drawn after it and something new, or may branch off anywhere. What a request gives does not
 * depend on what came before (up to rounding in less than fp32). What is kept is bounded; what is
 * dropped for that is read again when it is asked for. A caller that drops rows, as a search does,
 * says so by {@link #forget}, and others take their room before more is taken.
 *
 * <p>Confined to one thread at a time. The policy's weights must not change while a session is
 * open. Closing frees what is kept; a session is closed before its policy.
 */
public interface GenerationSession extends TextGenerator, AutoCloseable {

  /**
   * Returns how many tokens have been read, drawn ones among them, other than those that were found
   * among what is kept. Beside the tokens asked for, it tells whether the bound on what is kept
   * suits the use.
   *
   * @return since the session was opened
   */
  long tokensRead();

  /** Frees what is kept. Generating afterwards is an {@link IllegalStateException}. */
  @Override
  void close();
}
