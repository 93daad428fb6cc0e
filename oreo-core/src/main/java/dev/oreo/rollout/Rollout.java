package dev.oreo.rollout;

import dev.oreo.model.Generation;
import dev.oreo.trajectory.Trajectory;

/**
 * One sampled response.
 *
 * @param prompt index of its prompt
 * @param sample its index among the prompt's samples
 * @param generation the response as drawn
 * @param trajectory prompt and response with the reward, its id being {@code rollout-PROMPT-SAMPLE}
 */
public record Rollout(int prompt, int sample, Generation generation, Trajectory trajectory) {

  /**
   * Returns whether the response counts as a success.
   *
   * @return whether its reward is above 0
   */
  public boolean success() {
    return trajectory.reward() > 0;
  }
}
