package dev.oreo.djl;

import dev.oreo.internal.Checks;
import java.util.OptionalInt;

/**
 * Where and how a network is computed.
 *
 * @param precision arithmetic of the layers. In bf16 on the CPU, once a network has generated or
 *     opened a session, it holds its layers a second time, as the processor's matrix units read
 *     them, unless {@code mapped}
 * @param gpu index of the GPU; empty for the CPU. Running on a GPU is untested so far
 * @param generationTokens how many tokens generation works on at once and a session keeps, at least
 *     1: rows times the length of the longest of them, as far as it has been drawn. Where rows grow
 *     beyond it, some wait until others have ended; one that is longer is worked on alone. Empty
 *     for as many as 1 GiB of key-value cache holds. Changes memory and speed, and samples only as
 *     far as rounding does
 * @param gradientCheckpointing whether a training pass keeps each layer's input only and computes
 *     the layer again when it is back-propagated. Changes memory and speed, no number
 * @param mapped whether frozen weights are the checkpoint's files themselves, mapped into memory:
 *     pages are read when they are needed, belong to the file, and are dropped and read again where
 *     memory is short. For networks on the CPU whose weights are stored in the compute precision.
 *     The files must not change while a network is open
 */
public record ModelOptions(
    Precision precision,
    OptionalInt gpu,
    OptionalInt generationTokens,
    boolean gradientCheckpointing,
    boolean mapped) {

  /** Checks the ranges. {@inheritDoc} */
  public ModelOptions {
    Checks.argument(
        !mapped || gpu.isEmpty(),
        "gpu must be absent where weights are mapped, got %s",
        gpu.orElse(0));
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
    return new ModelOptions(precision, OptionalInt.empty(), OptionalInt.empty(), false, false);
  }

  /**
   * Returns options for a GPU.
   *
   * @param index of the GPU, from 0
   * @param precision arithmetic of the layers
   * @return the options
   */
  public static ModelOptions gpu(int index, Precision precision) {
    return new ModelOptions(precision, OptionalInt.of(index), OptionalInt.empty(), false, false);
  }

  /**
   * Returns this with another token budget of generation.
   *
   * @param generationTokens at least 1
   * @return a copy
   */
  public ModelOptions withGenerationTokens(int generationTokens) {
    return new ModelOptions(
        precision, gpu, OptionalInt.of(generationTokens), gradientCheckpointing, mapped);
  }

  /**
   * Returns this with or without gradient checkpointing.
   *
   * @param gradientCheckpointing whether layers are computed again in the backward pass
   * @return a copy
   */
  public ModelOptions withGradientCheckpointing(boolean gradientCheckpointing) {
    return new ModelOptions(precision, gpu, generationTokens, gradientCheckpointing, mapped);
  }

  /**
   * Returns this with frozen weights mapped from the checkpoint's files.
   *
   * @return a copy
   * @throws IllegalArgumentException if this is for a GPU
   */
  public ModelOptions withMappedWeights() {
    return new ModelOptions(precision, gpu, generationTokens, gradientCheckpointing, true);
  }
}
