package dev.oreo.djl.internal.model;

import dev.oreo.djl.internal.checkpoint.WeightSpec;

/**
 * A linear layer of a decoder as a checkpoint has it, which may be a part of a larger one here.
 *
 * @param weight index of the program's weight that it is in
 * @param name such as {@code model.layers.3.self_attn.q_proj}
 * @param outputs rows of its matrix
 * @param inputs columns of its matrix
 */
record LinearModule(int weight, String name, long outputs, long inputs) {
  private static final String SUFFIX = ".weight";

  static LinearModule of(int weight, WeightSpec matrix) {
    String name = matrix.name().substring(0, matrix.name().length() - SUFFIX.length());
    return new LinearModule(weight, name, matrix.shape()[0], matrix.shape()[1]);
  }

  /** Returns the name of its matrix. */
  String matrix() {
    return name + SUFFIX;
  }

  /** Returns the last part of its name, such as {@code q_proj}. */
  String shortName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
