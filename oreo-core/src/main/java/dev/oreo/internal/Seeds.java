package dev.oreo.internal;

/**
 * Seeds of independent random streams, derived from one seed and the path to where each is used.
 *
 * <p>For oreo's own modules only.
 */
public final class Seeds {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * Returns the seed of one stream: along the path, each index picks that output of a SplitMix64
   * generator whose seed is what the path before it gave. Equal paths give equal streams, different
   * ones unrelated streams.
   *
   * @param seed of the whole run
   * @param path indices that name the stream, such as problem, step, sample
   * @return the derived seed
   */
  public static long derive(long seed, long... path) {
    long state = mix(seed);
    for (long index : path) {
      state = mix(state + (index + 1) * GOLDEN_GAMMA);
    }
    return state;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
