package dev.oreo.djl.internal.checkpoint;

/**
 * Positions divided by a factor, rope_type linear.
 *
 * @param factor above 0
 */
record LinearRopeScaling(double factor) implements RopeScaling {

  @Override
  public float[] inverseFrequencies(float[] periods, double base) {
    float[] result = RopeConfig.inverses(periods);
    for (int j = 0; j < result.length; j++) {
      result[j] /= (float) factor;
    }
    return result;
  }
}
