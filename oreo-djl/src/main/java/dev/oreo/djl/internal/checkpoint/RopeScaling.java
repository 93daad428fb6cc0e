package dev.oreo.djl.internal.checkpoint;

import java.util.OptionalInt;

/**
 * How rotary frequencies are changed for contexts longer than a model was trained on, as {@code
 * rope_type} names it.
 *
 * <p>The arithmetic is transformers': numbers per frequency are rounded to float32 after every
 * operation.
 */
public sealed interface RopeScaling
    permits LinearRopeScaling, DynamicRopeScaling, Llama3RopeScaling, YarnRopeScaling {

  /**
   * Returns the changed inverse frequencies.
   *
   * @param periods base^(2 j / D), float32, for j below D / 2
   * @param base what they are powers of
   * @return as many, angles per position
   */
  float[] inverseFrequencies(float[] periods, double base);

  /**
   * Returns the base of the periods for a sequence.
   *
   * @param theta rope_theta
   * @param headDim D
   * @param length of the sequence
   * @return theta itself for most
   */
  default double base(double theta, int headDim, int length) {
    return theta;
  }

  /**
   * Returns the length up to which the base does not depend on it.
   *
   * @return empty if it never does
   */
  default OptionalInt constantUpTo() {
    return OptionalInt.empty();
  }

  /**
   * Returns what cosines and sines are multiplied by.
   *
   * @return 1 for most
   */
  default double attentionFactor() {
    return 1;
  }
}
