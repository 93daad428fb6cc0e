package dev.oreo.agent;

import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * One episode that has ended.
 *
 * @param task index of its task
 * @param sample its index among the task's episodes
 * @param turns in order, at least one
 * @param end why it ended
 * @param trajectory the conversation's tokens exactly as read and drawn; its steps are the turns,
 *     each with its end token where one was drawn; the last has the reward; its id is {@code
 *     episode-TASK-SAMPLE}
 */
public record Episode(
    int task, int sample, List<AgentTurn> turns, EpisodeEnd end, Trajectory trajectory) {

  /** Copies the list. {@inheritDoc} */
  public Episode {
    turns = List.copyOf(turns);
  }

  /**
   * Returns whether the episode counts as a success.
   *
   * @return whether its reward is above 0
   */
  public boolean success() {
    return trajectory.reward() > 0;
  }
}
