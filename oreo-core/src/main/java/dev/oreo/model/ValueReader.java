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
}
