package dev.oreo.djl.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Cuts work that needs no graph into pieces whose activations fit into memory easily. */
final class TokenBudget {
  /**
   * Tokens of one piece, without those that a sequence begins with like the one before it; a longer
   * sequence runs alone.
   */
  private static final int TOKENS = 8192;

  private TokenBudget() {}

  static <T> List<List<T>> split(List<T> sequences, Function<T, int[]> tokenIds) {
    List<List<T>> pieces = new ArrayList<>();
    List<T> piece = new ArrayList<>();
    int tokens = 0;
    int[] last = {};
    for (T sequence : sequences) {
      int[] ids = tokenIds.apply(sequence);
      int more = ids.length - PrefixTree.shared(last, ids);
      if (!piece.isEmpty() && tokens + more > TOKENS) {
        pieces.add(piece);
        piece = new ArrayList<>();
        tokens = 0;
        more = ids.length;
      }
      piece.add(sequence);
      tokens += more;
      last = ids;
    }
    if (!piece.isEmpty()) {
      pieces.add(piece);
    }
    return pieces;
  }
}
