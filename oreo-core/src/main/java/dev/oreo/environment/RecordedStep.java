package dev.oreo.environment;

import java.util.List;
import java.util.Optional;

/**
 * One step of a {@link RecordedEpisode}.
 *
 * @param command what the player said
 * @param observation what the world answered
 * @param actions the commands possible after it, where they were recorded
 * @param won whether the game was won after it
 */
public record RecordedStep(
    String command, String observation, Optional<List<String>> actions, boolean won) {
  /** Copies the list. {@inheritDoc} */
  public RecordedStep {
    actions = actions.map(List::copyOf);
  }
}
