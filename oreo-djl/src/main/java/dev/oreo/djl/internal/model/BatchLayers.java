package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.oreo.djl.internal.program.Program;
import java.util.ArrayList;
import java.util.List;

/** A decoder's layers on one ragged batch: any range of them, with or without a graph. */
final class BatchLayers {
  private final Decoder decoder;
  private final Program program;
  private final NDManager scope;
  private final NDArray ids;
  private final List<NDArray> layout;

  /**
   * Puts a batch on the device.
   *
   * @param program the decoder's instance that runs the layers
   * @param scope owns everything made here
   */
  BatchLayers(Decoder decoder, Program program, NDManager scope, RaggedBatch batch) {
    this.decoder = decoder;
    this.program = program;
    this.scope = scope;
    this.ids = scope.create(batch.ids());
    RotaryTable.Rotation rotation = decoder.rotary().of(scope, batch);
    this.layout =
        List.of(
            rotation.rows(),
            scope.create(batch.branches()),
            scope.create(batch.select()),
            rotation.tables().cosines(),
            rotation.tables().sines());
  }

  /** Returns the batch's token ids [N]. */
  NDArray ids() {
    return ids;
  }

  /** Runs layers [from, to) without a graph. */
  NDArray run(NDArray x, int from, int to) {
    return program.run(scope, "forward", (Object[]) arguments(x, from, to));
  }

  /** Runs layers [from, to) with a graph. */
  NDArray runWithGraph(NDArray x, int from, int to) {
    return program.forwardWithGraph(scope, arguments(x, from, to));
  }

  private NDArray[] arguments(NDArray x, int from, int to) {
    List<NDArray> all = new ArrayList<>(layout);
    all.add(0, x);
    all.add(scope.create(new long[] {from, to}));
    return all.toArray(NDArray[]::new);
  }

  /** Returns whether the token table has a gradient. */
  boolean embeddingTrained() {
    return decoder.embeddingTrained();
  }

  /** Adds the gradient by the embeddings, [N, W], to that of the token table. */
  void embedBackward(NDArray gradient) {
    decoder.embedBackward(scope, ids, gradient);
  }

  /** A copy that takes part in a graph; what a program returns without one cannot. */
  static NDArray leaf(NDArray x, boolean requiresGradient) {
    NDArray leaf = x.duplicate();
    leaf.setRequiresGradient(requiresGradient);
    return leaf;
  }

  /** Back-propagates through the graph of {@code y}, and frees it. */
  static void backward(NDArray y, NDArray gradient) {
    try (NDArray usable = gradient.duplicate()) {
      JniUtils.backward((PtNDArray) y, (PtNDArray) usable, false, false);
    }
  }

  /** Returns the gradient that a leaf has got. */
  static NDArray gradient(NDArray leaf) {
    return JniUtils.getGradient((PtNDArray) leaf);
  }
}
