package dev.oreo.rollout;

import dev.oreo.model.Generation;

/** Says what a sampled response earns. */
@FunctionalInterface
public interface RewardFunction {

  /**
   * Returns the reward of one response.
   *
   * @param prompt index of its prompt
   * @param generation the response; the reward of one that ran out of tokens is the caller's choice
   * @return finite; the paper uses 1 for right and 0 for wrong
   */
  double reward(int prompt, Generation generation);
}
