package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps every layer's input, and computes the layer again when it is back-propagated: at most one
 * layer's graph at a time.
 */
final class CheckpointedPass implements DecoderPass {
  private final BatchLayers layers;
  private final Deque<NDArray> inputs = new ArrayDeque<>();
  private final NDArray hidden;

  /**
   * Runs all layers.
   *
   * @param embeddings [N, W]; taken over
   */
  CheckpointedPass(BatchLayers layers, NDArray embeddings, int count) {
    this.layers = layers;
    NDArray x = embeddings;
    for (int layer = 0; layer < count; layer++) {
      inputs.push(x);
      x = layers.run(x, layer, layer + 1);
    }
    this.hidden = x;
  }

  @Override
  public NDArray hidden() {
    return hidden;
  }

  @Override
  public void backward(NDArray gradient) {
    NDArray byOutput = gradient.duplicate();
    while (!inputs.isEmpty()) {
      int layer = inputs.size() - 1;
      try (NDArray input = inputs.pop();
          NDArray x = BatchLayers.leaf(input, true);
          NDArray y = layers.runWithGraph(x, layer, layer + 1)) {
        BatchLayers.backward(y, byOutput);
        byOutput.close();
        byOutput = BatchLayers.gradient(x);
      }
    }
    if (layers.embeddingTrained()) {
      layers.embedBackward(byOutput);
    }
    byOutput.close();
  }
}
