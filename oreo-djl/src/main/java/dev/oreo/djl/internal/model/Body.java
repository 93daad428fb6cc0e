package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a decoder.
 *
 * @param embedding the token table
 * @param weights in the program's order; one that lies in pieces has no parts here
 * @param pieces by module, the matrix of each whose weight lies in pieces, without parts for the
 *     others; empty if none does
 */
record Body(Weight embedding, List<Weight> weights, List<Weight> pieces) {

  Body {
    weights = List.copyOf(weights);
    pieces = List.copyOf(pieces);
  }

  /** Returns all tensors that there are, each once. */
  List<Weight> all() {
    List<Weight> all = new ArrayList<>(List.of(embedding));
    all.addAll(weights);
    all.addAll(pieces);
    return all.stream().filter(weight -> !weight.parts().isEmpty()).toList();
  }

  /** Returns a frozen copy, owned by {@code scope}. */
  Body copy(NDManager scope, Program tensors) {
    return new Body(
        embedding.copy(scope, tensors),
        weights.stream().map(weight -> weight.copy(scope, tensors)).toList(),
        pieces.stream().map(weight -> weight.copy(scope, tensors)).toList());
  }
}
