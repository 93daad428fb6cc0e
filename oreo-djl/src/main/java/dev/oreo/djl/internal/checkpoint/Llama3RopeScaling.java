package dev.oreo.djl.internal.checkpoint;

/**
 * Llama 3.1's change of the rotary frequencies, rope_type llama3.
 *
 * <p>Wavelengths above {@code originalMaxPositions / lowFrequencyFactor} are stretched by {@code
 * factor}, those below {@code originalMaxPositions / highFrequencyFactor} stay, those between are
 * interpolated.
 *
 * @param factor above 0
 * @param lowFrequencyFactor above 0
 * @param highFrequencyFactor above lowFrequencyFactor
 * @param originalMaxPositions the length before stretching, above 0
 */
record Llama3RopeScaling(
    double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions)
    implements RopeScaling {

  @Override
  public float[] inverseFrequencies(float[] periods, double base) {
    float[] result = RopeConfig.inverses(periods);
    for (int j = 0; j < result.length; j++) {
      result[j] = rescale(result[j]);
    }
    return result;
  }

  private float rescale(float frequency) {
    float wavelength = (float) (2 * Math.PI) / frequency;
    float stretch = (float) factor;
    if (wavelength < originalMaxPositions / highFrequencyFactor) {
      return frequency;
    }
    if (wavelength > originalMaxPositions / lowFrequencyFactor) {
      return frequency / stretch;
    }
    float low = (float) lowFrequencyFactor;
    float band = (float) (highFrequencyFactor - lowFrequencyFactor);
    float smooth = (originalMaxPositions / wavelength - low) / band;
    return (1 - smooth) * frequency / stretch + smooth * frequency;
  }
}
