package dev.oreo.search;

import dev.oreo.internal.Checks;
import dev.oreo.model.GenerationConfig;

/**
 * Settings of {@link BestOfN}.
 *
 * @param samples responses per prompt N, at least 1
 * @param maxNewTokens longest response, at least 1
 * @param generation how responses are drawn; must sample if {@code samples} is above 1
 * @param seed of all draws
 */
public record BestOfNConfig(int samples, int maxNewTokens, GenerationConfig generation, long seed) {

  /** Checks the ranges, and that the samples can differ. {@inheritDoc} */
  public BestOfNConfig {
    Checks.argument(samples >= 1, "samples must be >= 1, got %d", samples);
    Checks.argument(maxNewTokens >= 1, "maxNewTokens must be >= 1, got %d", maxNewTokens);
    Checks.argument(
        samples == 1 || !generation.greedy(),
        "generation must sample (temperature > 0) when samples is above 1,"
            + " got temperature 0 and %d samples",
        samples);
  }
}
