package dev.oreo.djl;

import dev.oreo.internal.Checks;
import java.util.OptionalInt;

/**
 * Where and how a network is computed.
 *
 * @param precision arithmetic of the layers
 * @param gpu index of the GPU; empty for the CPU. Running on a GPU is untested so far
 * @param generationTokens how many tokens generation works on at once and a session keeps, at least
 *     1: rows times the length of the longest of them, as far as it has been drawn. Where rows grow
 *     beyond it, some wait until others have ended; one that is longer is worked on alone. Empty
 *     for as many as 1 GiB of key-value cache holds. Changes memory and speed, and samples only as
 *     far as rounding does
 * @param gradientCheckpointing whether a training pass keeps each layer's input only and computes
 *     the layer again when it is back-propagated. Changes memory and speed, no number
 */
public record ModelOptions(
    Precision precision,
    OptionalInt gpu,
    OptionalInt generationTokens,
    boolean gradientCheckpointing) {

  /** Checks the range. {@inheritDoc} */
  public ModelOptions {
    Checks.argument(
        generationTokens.orElse(1) >= 1,
        "generationTokens must be >= 1, got %d",
        generationTokens.orElse(1));
  }

  /**
   * Returns options for the CPU.
   *
   * @param precision arithmetic of the layers
   * @return the options
   */
  public static ModelOptions cpu(Precision precision) {
    return new ModelOptions(precision, OptionalInt.empty(), OptionalInt.empty(), false);
  }

  /**
   * Returns options for a GPU.
   *
   * @param index of the GPU, from 0
   * @param precision arithmetic of the layers
   * @return the options
   */
  public static ModelOptions gpu(int index, Precision precision) {
    return new ModelOptions(precision, OptionalInt.of(index), OptionalInt.empty(), false);
  }

  /**
   * Returns this with another token budget of generation.
   *
   * @param generationTokens at least 1
   * @return a copy
   */
  public ModelOptions withGenerationTokens(int generationTokens) {
    return new ModelOptions(
        precision, gpu, OptionalInt.of(generationTokens), gradientCheckpointing);
  }

  /**
   * Returns this with or without gradient checkpointing.
   *
   * @param gradientCheckpointing whether layers are computed again in the backward pass
   * @return a copy
   */
  public ModelOptions withGradientCheckpointing(boolean gradientCheckpointing) {
    return new ModelOptions(precision, gpu, generationTokens, gradientCheckpointing);
  }
}
