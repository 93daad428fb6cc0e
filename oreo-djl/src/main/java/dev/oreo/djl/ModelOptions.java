package dev.oreo.djl;

import java.util.OptionalInt;

/**
 * Where and how a network is computed.
 *
 * @param precision arithmetic of the layers
 * @param gpu index of the GPU; empty for the CPU. Running on a GPU is untested so far
 */
public record ModelOptions(Precision precision, OptionalInt gpu) {

  /**
   * Returns options for the CPU.
   *
   * @param precision arithmetic of the layers
   * @return the options
   */
  public static ModelOptions cpu(Precision precision) {
    return new ModelOptions(precision, OptionalInt.empty());
  }

  /**
   * Returns options for a GPU.
   *
   * @param index of the GPU, from 0
   * @param precision arithmetic of the layers
   * @return the options
   */
  public static ModelOptions gpu(int index, Precision precision) {
    return new ModelOptions(precision, OptionalInt.of(index));
  }
}
