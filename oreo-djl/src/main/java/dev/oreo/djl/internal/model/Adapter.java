package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;

/**
 * What is added to a module: {@code scale * up down x}.
 *
 * @param down A, [r, inputs], float32
 * @param up B, [outputs, r], float32
 * @param scale alpha / r, or alpha / sqrt(r)
 */
record Adapter(Weight down, Weight up, double scale) {

  /** Returns a frozen copy, owned by {@code scope}. */
  Adapter copy(NDManager scope, Program tensors) {
    return new Adapter(down.copy(scope, tensors), up.copy(scope, tensors), scale);
  }
}
