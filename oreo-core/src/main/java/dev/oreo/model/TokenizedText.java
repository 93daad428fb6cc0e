package dev.oreo.model;

import dev.oreo.internal.Checks;

/**
 * A text's token ids and where each token begins in it.
 *
 * <p>The arrays are shared, not copied; equality is that of the arrays' identity.
 *
 * @param tokenIds the ids
 * @param starts index of each token's first {@code char} in the text, non-decreasing, as many as
 *     ids; tokens that are parts of one character share its index
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record TokenizedText(int[] tokenIds, int[] starts) {

  /** Checks the lengths. {@inheritDoc} */
  public TokenizedText {
    Checks.argument(
        tokenIds.length == starts.length,
        "tokenIds and starts must have equal length, got %d and %d",
        tokenIds.length,
        starts.length);
  }
}
