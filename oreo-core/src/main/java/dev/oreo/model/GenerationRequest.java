package dev.oreo.model;

import dev.oreo.internal.Checks;

/**
 * One continuation to draw.
 *
 * <p>The array is shared, not copied; equality is that of the array's identity.
 *
 * @param promptTokenIds what to continue, at least one id
 * @param maxNewTokens when to give up, at least 1
 * @param seed of this request's own random stream; unused when greedy
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record GenerationRequest(int[] promptTokenIds, int maxNewTokens, long seed) {

  /** Checks the prompt and the limit. {@inheritDoc} */
  public GenerationRequest {
    Checks.argument(promptTokenIds.length > 0, "promptTokenIds must not be empty");
    Checks.argument(maxNewTokens >= 1, "maxNewTokens must be >= 1, got %d", maxNewTokens);
  }
}
