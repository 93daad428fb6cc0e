package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.program.Packing;
import java.util.List;

/**
 * The weights that decoding sessions multiply by: packed, where computing in bfloat16 on a
 * processor that can, unless they are mapped. Those that are kept in bfloat16 never change and are
 * packed once for all sessions; float32 ones, which an optimiser or an average may move, for every
 * session anew.
 *
 * <p>Thread-safe. The packed weights are owned by the manager of the network.
 */
final class SessionWeights {
  private final NDManager manager;
  private final List<NDArray> plain;
  private final ModelOptions options;
  private List<NDArray> packed = List.of();

  /**
   * Creates the view of a network's weights; none is packed yet.
   *
   * @param manager owns what is packed for all sessions
   * @param weights the layers', in the program's order
   * @param options where and how it is computed
   */
  SessionWeights(NDManager manager, List<Weight> weights, ModelOptions options) {
    this.manager = manager;
    this.plain = weights.stream().map(Weight::array).toList();
    this.options = options;
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
    if (!packs()) {
      return plain;
    }
    long dtype = Decoder.dtype(options.precision());
    if (plain.stream().anyMatch(w -> w.size() > 0 && w.getDataType() == DataType.FLOAT32)) {
      return Packing.pack(scope, plain, dtype);
    }
    if (packed.isEmpty()) {
      packed = Packing.pack(manager, plain, dtype);
    }
    return packed;
  }

  private boolean packs() {
    return options.precision() == Precision.BF16
        && options.gpu().isEmpty()
        && !options.mapped()
        && Packing.available();
  }
}
