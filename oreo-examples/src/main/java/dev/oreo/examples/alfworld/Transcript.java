package dev.oreo.examples.alfworld;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What the expert did in a game.
 *
 * @param game id of the game
 * @param introduction what the game told at first
 * @param commands what the expert did, at least one
 * @param feedback what the game answered to each
 */
public record Transcript(
    String game, String introduction, List<String> commands, List<String> feedback) {

  /** Checks the lengths and copies the lists. {@inheritDoc} */
  public Transcript {
    commands = List.copyOf(commands);
    feedback = List.copyOf(feedback);
    checkArgument(!commands.isEmpty(), "commands must not be empty (game %s)", game);
    checkArgument(
        commands.size() == feedback.size(),
        "commands and feedback must have equal length, got %s and %s (game %s)",
        commands.size(),
        feedback.size(),
        game);
  }
}
