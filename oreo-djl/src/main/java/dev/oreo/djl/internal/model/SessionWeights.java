package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.program.Packing;
import java.util.List;

/**
 * The weights that decoding sessions multiply by: packed, where computing in bfloat16 on a
 * processor that can. Frozen ones are packed once for all sessions, those that are trained for
 * every session anew.
 *
 * <p>Thread-safe. The packed weights are owned by the manager of the network.
 */
final class SessionWeights {
  private final NDManager manager;
  private final List<NDArray> plain;
  private final Precision precision;
  private List<NDArray> packed = List.of();

  /**
   * Creates the view of a network's weights; none is packed yet.
   *
   * @param manager owns what is packed for all sessions
   * @param weights the layers', in the program's order
   * @param precision of the sessions' arithmetic
   */
  SessionWeights(NDManager manager, List<Weight> weights, Precision precision) {
    this.manager = manager;
    this.plain = weights.stream().map(Weight::array).toList();
    this.precision = precision;
  }

  /** Returns the weights as they are, for arithmetic with a graph. */
  List<NDArray> plain() {
    return plain;
  }

  /**
   * Returns the weights for a session.
   *
   * @param scope owns what is made for this session alone
   */
  synchronized List<NDArray> forSession(NDManager scope) {
    if (precision != Precision.BF16 || manager.getDevice().isGpu() || !Packing.available()) {
      return plain;
    }
    long dtype = Decoder.dtype(precision);
    if (plain.stream().anyMatch(NDArray::hasGradient)) {
      return Packing.pack(scope, plain, dtype);
    }
    if (packed.isEmpty()) {
      packed = Packing.pack(manager, plain, dtype);
    }
    return packed;
  }
}
