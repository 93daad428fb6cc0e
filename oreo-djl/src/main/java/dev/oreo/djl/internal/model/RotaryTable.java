package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.internal.checkpoint.Llama3RopeScaling;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import java.util.List;

/**
 * Cosines and sines of the rotary position embedding, [positions, D] each, grown as longer
 * sequences come.
 *
 * <p>Angles are float32 products of a float32 position and a float32 inverse frequency, as in
 * transformers: models are trained with that rounding. Thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021</a>
 */
final class RotaryTable {
  private static final int INITIAL_POSITIONS = 2048;

  private final NDManager manager;
  private final float[] inverseFrequencies;
  private List<NDArray> table = List.of();
  private int positions;

  RotaryTable(NDManager manager, ModelConfig config) {
    this.manager = manager;
    this.inverseFrequencies = inverseFrequencies(config);
  }

  /** Returns cosines and sines of at least {@code length} positions. Owned by the network. */
  synchronized List<NDArray> upTo(int length) {
    if (length > positions) {
      positions = Math.max(INITIAL_POSITIONS, Integer.highestOneBit(length - 1) * 2);
      table = List.of(rows(true), rows(false));
    }
    return table;
  }

  private NDArray rows(boolean cosine) {
    int half = inverseFrequencies.length;
    float[] rows = new float[positions * 2 * half];
    for (int t = 0; t < positions; t++) {
      for (int j = 0; j < half; j++) {
        float angle = t * inverseFrequencies[j];
        float value = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
        rows[t * 2 * half + j] = value;
        rows[t * 2 * half + half + j] = value;
      }
    }
    return manager.create(rows, new Shape(positions, 2L * half));
  }

  /**
   * Returns theta^(-2 j / D) for j below D / 2, rescaled where the configuration says so; every
   * operation rounds to float32, as in transformers.
   */
  static float[] inverseFrequencies(ModelConfig config) {
    int half = config.headDim() / 2;
    float[] result = new float[half];
    for (int j = 0; j < half; j++) {
      float exponent = (float) (2 * j) / config.headDim();
      float frequency = 1.0f / (float) Math.pow(config.rope().theta(), exponent);
      result[j] = config.rope().llama3().map(s -> rescale(frequency, s)).orElse(frequency);
    }
    return result;
  }

  private static float rescale(float frequency, Llama3RopeScaling scaling) {
    float wavelength = (float) (2 * Math.PI) / frequency;
    float factor = (float) scaling.factor();
    if (wavelength < scaling.originalMaxPositions() / scaling.highFrequencyFactor()) {
      return frequency;
    }
    if (wavelength > scaling.originalMaxPositions() / scaling.lowFrequencyFactor()) {
      return frequency / factor;
    }
    float low = (float) scaling.lowFrequencyFactor();
    float band = (float) (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
    float smooth = (scaling.originalMaxPositions() / wavelength - low) / band;
    return (1 - smooth) * frequency / factor + smooth * frequency;
  }
}
