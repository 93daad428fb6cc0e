package dev.oreo.rollout;

import dev.oreo.internal.Checks;
import dev.oreo.model.GenerationConfig;
import dev.oreo.trajectory.StepSegmenter;

/**
 * Settings of {@link RolloutCollector}.
 *
 * @param samplesPerPrompt responses K to draw for each prompt, at least 1; the paper uses 10
 * @param maxNewTokens longest response, at least 1
 * @param generation how responses are drawn; must sample if {@code samplesPerPrompt} is above 1
 * @param segmenter cuts responses into steps
 * @param promptsPerCall how many prompts the generator is given at once, at least 1; changes memory
 *     and how often progress is told, not the samples
 * @param seed of all draws
 */
public record RolloutConfig(
    int samplesPerPrompt,
    int maxNewTokens,
    GenerationConfig generation,
    StepSegmenter segmenter,
    int promptsPerCall,
    long seed) {

  /** Checks the ranges, and that the samples can differ. {@inheritDoc} */
  public RolloutConfig {
    Checks.argument(
        samplesPerPrompt >= 1, "samplesPerPrompt must be >= 1, got %d", samplesPerPrompt);
    Checks.argument(maxNewTokens >= 1, "maxNewTokens must be >= 1, got %d", maxNewTokens);
    Checks.argument(promptsPerCall >= 1, "promptsPerCall must be >= 1, got %d", promptsPerCall);
    Checks.argument(
        samplesPerPrompt == 1 || !generation.greedy(),
        "generation must sample (temperature > 0) when samplesPerPrompt is above 1,"
            + " got temperature 0 and samplesPerPrompt %d",
        samplesPerPrompt);
  }
}
