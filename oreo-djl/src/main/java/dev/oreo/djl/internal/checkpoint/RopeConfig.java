package dev.oreo.djl.internal.checkpoint;

import dev.oreo.djl.CheckpointFormatException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How positions become rotations of queries and keys.
 *
 * @param theta base of the wavelengths, above 0
 * @param scaling how the wavelengths are changed, empty for not at all
 */
public record RopeConfig(double theta, Optional<RopeScaling> scaling) {
  private static final double DEFAULT_THETA = 10000;

  /**
   * Reads rope_theta and rope_scaling, or rope_parameters, which holds both in the files of
   * transformers 5.
   */
  static RopeConfig read(ConfigObject config, int maxPositions) {
    Optional<ConfigObject> scaling = config.object("rope_scaling");
    Optional<ConfigObject> parameters = config.object("rope_parameters");
    if (scaling.isPresent() && parameters.isPresent()) {
      throw new CheckpointFormatException(
          "%s must have one of rope_scaling and rope_parameters, got %s and %s"
              .formatted(config.source(), scaling.get().json(), parameters.get().json()));
    }
    double theta = config.positiveNumber("rope_theta", DEFAULT_THETA);
    Optional<ConfigObject> details = scaling.or(() -> parameters);
    if (details.isEmpty()) {
      return new RopeConfig(theta, Optional.empty());
    }
    return new RopeConfig(
        details.get().positiveNumber("rope_theta", theta),
        RopeScalingReader.read(details.get(), maxPositions));
  }

  /**
   * Returns the length up to which sequences are rotated alike; longer ones have frequencies of
   * their own.
   *
   * @return empty if all are rotated alike
   */
  public OptionalInt constantUpTo() {
    return scaling.map(RopeScaling::constantUpTo).orElse(OptionalInt.empty());
  }

  /**
   * Returns what cosines and sines are multiplied by.
   *
   * @return 1 for most
   */
  public float attentionFactor() {
    return scaling.map(s -> (float) s.attentionFactor()).orElse(1f);
  }

  /**
   * Returns angles per position: theta^(-2 j / D) for j below D / 2, rescaled where the
   * configuration says so; every operation rounds to float32, as in transformers.
   *
   * @param headDim D
   * @param length of the sequence; of no influence up to {@link #constantUpTo}
   * @return one per pair of a head's dimensions
   */
  public float[] inverseFrequencies(int headDim, int length) {
    double base = scaling.map(s -> s.base(theta, headDim, length)).orElse(theta);
    float[] periods = new float[headDim / 2];
    for (int j = 0; j < periods.length; j++) {
      float exponent = (float) (2 * j) / headDim;
      periods[j] = (float) Math.pow((float) base, exponent);
    }
    return scaling.map(s -> s.inverseFrequencies(periods, base)).orElseGet(() -> inverses(periods));
  }

  static float[] inverses(float[] periods) {
    float[] result = new float[periods.length];
    for (int j = 0; j < result.length; j++) {
      result[j] = 1 / periods[j];
    }
    return result;
  }
}
