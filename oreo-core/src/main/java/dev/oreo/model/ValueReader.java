package dev.oreo.model;

import java.util.List;

/** Reads V at states: a {@link ValueFunction}, or a {@link ValueSession} of one. */
public interface ValueReader {

  /**
   * Reads V at the last token of each state.
   *
   * @param states token ids, each at least one
   * @return one value per state, in order
   * @throws IllegalArgumentException if a state is empty or a token id is not in the vocabulary
   */
  double[] values(List<int[]> states);

  /**
   * Says that nothing will go on from some states. A reader that keeps states gives their room to
   * others first; values do not change. Does nothing unless a reader does better.
   *
   * @param states token ids, which may be longer by one than those read; unknown ones are ignored
   */
  default void forget(List<int[]> states) {}
}
