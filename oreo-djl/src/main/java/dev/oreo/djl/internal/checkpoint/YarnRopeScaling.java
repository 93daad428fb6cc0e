package dev.oreo.djl.internal.checkpoint;

/**
 * YaRN, rope_type yarn: frequencies that turn often within the original context stay, those that
 * turn seldom are divided by a factor, those between are interpolated by their index.
 *
 * @param factor how much longer contexts become
 * @param attentionFactor what cosines and sines are multiplied by, above 0
 * @param betaFast turns above which a frequency stays
 * @param betaSlow turns below which it is divided, at most betaFast
 * @param originalMaxPositions the length before stretching, above 0
 * @see <a href="https://arxiv.org/abs/2309.00071">Peng et al. 2023</a>
 */
record YarnRopeScaling(
    double factor,
    double attentionFactor,
    double betaFast,
    double betaSlow,
    int originalMaxPositions)
    implements RopeScaling {

  /** As wide as a ramp without width is made. */
  private static final float MIN_RAMP = 0.001f;

  /** What attentionFactor is where the configuration says nothing: the paper's temperature. */
  static double defaultAttentionFactor(double factor) {
    return magnitude(factor, 1);
  }

  /** Returns 1 plus a tenth of the factor's logarithm, weighted; 1 for a factor of at most 1. */
  static double magnitude(double factor, double weight) {
    return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
  }

  @Override
  public float[] inverseFrequencies(float[] periods, double base) {
    int headDim = 2 * periods.length;
    double low = Math.max(Math.floor(indexOfTurns(betaFast, headDim, base)), 0);
    double high = Math.min(Math.ceil(indexOfTurns(betaSlow, headDim, base)), headDim - 1);
    float width = low == high ? MIN_RAMP : (float) (high - low);
    float[] result = new float[periods.length];
    for (int j = 0; j < result.length; j++) {
      float ramp = Math.min(Math.max((j - (float) low) / width, 0), 1);
      float stays = 1 - ramp;
      float stretched = 1 / ((float) factor * periods[j]);
      result[j] = stretched * (1 - stays) + 1 / periods[j] * stays;
    }
    return result;
  }

  /** Returns which frequency, as a real index, turns so often within the original context. */
  private double indexOfTurns(double turns, int headDim, double base) {
    return headDim * Math.log(originalMaxPositions / (turns * 2 * Math.PI)) / (2 * Math.log(base));
  }
}
