package dev.oreo.djl.internal.checkpoint;

/**
 * A weight that a model has.
 *
 * <p>The shape array is shared, not copied; equality is that of its identity.
 *
 * @param name its name in HuggingFace's files
 * @param shape its sizes; a linear layer's is [outputs, inputs]
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record WeightSpec(String name, long[] shape) {
  static WeightSpec of(String name, long... shape) {
    return new WeightSpec(name, shape);
  }
}
