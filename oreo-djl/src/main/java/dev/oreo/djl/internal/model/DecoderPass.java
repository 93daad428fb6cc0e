package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;

/** A decoder's forward pass that can be back-propagated once. */
interface DecoderPass {

  /** Returns final hidden states [M, W] at the batch's selected rows, float32. */
  NDArray hidden();

  /**
   * Adds to all weights' gradients those of {@code sum(gradient * hidden)}.
   *
   * @param gradient [M, W]
   */
  void backward(NDArray gradient);
}
