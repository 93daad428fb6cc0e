package dev.oreo.search;

import com.google.common.primitives.Ints;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import java.util.Arrays;

/**
 * A response as far as it has been drawn.
 *
 * @param responseIds all tokens after the prompt
 * @param ended whether an end token is the last of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Candidate(int[] responseIds, boolean ended) {
  static final Candidate EMPTY = new Candidate(new int[0], false);

  Candidate extend(Generation continuation) {
    return new Candidate(
        Ints.concat(responseIds, continuation.tokenIds()),
        continuation.finishReason() == FinishReason.EOS);
  }

  int length() {
    return responseIds.length;
  }

  int[] after(int[] prompt) {
    return Ints.concat(prompt, responseIds);
  }

  /**
   * The last state whose value is defined and trained: all tokens, but not the end token, as the
   * state after it is terminal and has value 0 by definition.
   */
  int[] lastState(int[] prompt) {
    int[] all = after(prompt);
    return ended ? Arrays.copyOf(all, all.length - 1) : all;
  }
}
