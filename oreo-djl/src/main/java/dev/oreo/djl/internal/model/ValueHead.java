package dev.oreo.djl.internal.model;

import java.util.List;

/**
 * The tensors of a scalar head, float32.
 *
 * @param weight [1, W]
 * @param bias [1]
 */
record ValueHead(Weight weight, Weight bias) {

  /** Returns both. */
  List<Weight> weights() {
    return List.of(weight, bias);
  }
}
