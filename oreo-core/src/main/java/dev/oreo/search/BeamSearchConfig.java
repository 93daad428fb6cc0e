package dev.oreo.search;

import dev.oreo.internal.Checks;
import dev.oreo.model.GenerationConfig;

/**
 * Settings of {@link ValueGuidedBeamSearch}.
 *
 * @param beam states kept after each step, and continuations drawn from each, at least 1
 * @param maxSteps when to give up on a problem, at least 1; the authors' code uses 20
 * @param maxNewTokensPerStep longest continuation of one step, at least 1; a longer step goes on in
 *     the next round
 * @param maxNewTokens longest response, at least 1; a candidate that reaches it is finished
 * @param generation how continuations are drawn, its stop strings being what ends a step; must
 *     sample if {@code beam} is above 1
 * @param seed of all draws
 */
public record BeamSearchConfig(
    int beam,
    int maxSteps,
    int maxNewTokensPerStep,
    int maxNewTokens,
    GenerationConfig generation,
    long seed) {

  /** Checks the ranges, and that the beam can hold different states. {@inheritDoc} */
  public BeamSearchConfig {
    Checks.argument(beam >= 1, "beam must be >= 1, got %d", beam);
    Checks.argument(maxSteps >= 1, "maxSteps must be >= 1, got %d", maxSteps);
    Checks.argument(
        maxNewTokensPerStep >= 1, "maxNewTokensPerStep must be >= 1, got %d", maxNewTokensPerStep);
    Checks.argument(maxNewTokens >= 1, "maxNewTokens must be >= 1, got %d", maxNewTokens);
    Checks.argument(
        beam == 1 || !generation.greedy(),
        "generation must sample (temperature > 0) when beam is above 1, got temperature 0 and beam %d",
        beam);
  }
}
