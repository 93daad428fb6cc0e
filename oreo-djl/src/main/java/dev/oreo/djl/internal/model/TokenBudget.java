package dev.oreo.djl.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts work that needs no graph into pieces whose activations fit into memory easily. */
final class TokenBudget {
  /** Tokens of one piece; a longer sequence runs alone. */
  private static final int TOKENS = 8192;

  private TokenBudget() {}

  static <T> List<List<T>> split(List<T> sequences, ToIntFunction<T> length) {
    List<List<T>> pieces = new ArrayList<>();
    List<T> piece = new ArrayList<>();
    int tokens = 0;
    for (T sequence : sequences) {
      int more = length.applyAsInt(sequence);
      if (!piece.isEmpty() && tokens + more > TOKENS) {
        pieces.add(piece);
        piece = new ArrayList<>();
        tokens = 0;
      }
      piece.add(sequence);
      tokens += more;
    }
    if (!piece.isEmpty()) {
      pieces.add(piece);
    }
    return pieces;
  }
}
