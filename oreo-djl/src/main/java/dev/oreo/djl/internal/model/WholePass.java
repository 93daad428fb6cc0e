package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;

/** Keeps the graph of all layers from the forward to the backward pass. */
final class WholePass implements DecoderPass {
  private final BatchLayers layers;
  private final NDArray embedded;
  private final NDArray hidden;

  /**
   * Runs all layers.
   *
   * @param embeddings [N, W]; closed
   */
  WholePass(BatchLayers layers, NDArray embeddings, int count) {
    this.layers = layers;
    this.embedded = BatchLayers.leaf(embeddings, layers.embeddingTrained());
    embeddings.close();
    this.hidden = layers.runWithGraph(embedded, 0, count);
  }

  @Override
  public NDArray hidden() {
    return hidden;
  }

  @Override
  public void backward(NDArray gradient) {
    BatchLayers.backward(hidden, gradient);
    if (layers.embeddingTrained()) {
      try (NDArray byEmbedded = BatchLayers.gradient(embedded)) {
        layers.embedBackward(byEmbedded);
      }
    }
  }
}
