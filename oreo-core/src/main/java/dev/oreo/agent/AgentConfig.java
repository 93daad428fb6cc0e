package dev.oreo.agent;

import dev.oreo.internal.Checks;

/**
 * Settings of {@link EpisodeRunner}.
 *
 * @param maxTurns turns after which an episode ends, at least 1; 40 in the paper
 * @param maxTokens longest conversation, at least 2: an episode ends before a turn that might
 *     exceed it
 * @param maxTurnTokens longest reply, at least 1
 * @param invalidReply what comes of a reply that holds no action
 * @param samplesPerTask episodes of each task, at least 1; the paper uses 5 to train and 1 to test
 * @param parallelEpisodes how many are played at once, at least 1; changes memory and speed, not
 *     the episodes (up to rounding in less than fp32)
 * @param seed of all draws
 */
public record AgentConfig(
    int maxTurns,
    int maxTokens,
    int maxTurnTokens,
    InvalidReply invalidReply,
    int samplesPerTask,
    int parallelEpisodes,
    long seed) {

  /** Checks the ranges. {@inheritDoc} */
  public AgentConfig {
    requirePositive("maxTurns", maxTurns);
    requirePositive("maxTurnTokens", maxTurnTokens);
    requirePositive("samplesPerTask", samplesPerTask);
    requirePositive("parallelEpisodes", parallelEpisodes);
    Checks.argument(
        maxTokens > maxTurnTokens,
        "maxTokens must be above maxTurnTokens, got %d and %d",
        maxTokens,
        maxTurnTokens);
  }

  private static void requirePositive(String name, int value) {
    Checks.argument(value >= 1, "%s must be >= 1, got %d", name, value);
  }

  /**
   * Returns the paper's settings: 40 turns of one episode a task, a reply without an action ends
   * it.
   *
   * @param maxTokens longest conversation
   * @param maxTurnTokens longest reply
   * @param seed of all draws
   * @return the settings, 64 episodes at once
   */
  public static AgentConfig of(int maxTokens, int maxTurnTokens, long seed) {
    return new AgentConfig(40, maxTokens, maxTurnTokens, InvalidReply.ENDS_EPISODE, 1, 64, seed);
  }

  /**
   * Returns this with another number of episodes a task.
   *
   * @param samples at least 1
   * @return a copy
   */
  public AgentConfig withSamplesPerTask(int samples) {
    return new AgentConfig(
        maxTurns, maxTokens, maxTurnTokens, invalidReply, samples, parallelEpisodes, seed);
  }
}
