package dev.oreo.examples.alfworld;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.Set;

/**
 * What the expert did in a game.
 *
 * @param game id of the game
 * @param introduction what the game told at first
 * @param commands what the expert did, at least one
 * @param feedback what the game answered to each
 * @param mistakes which of the commands, by index, are not the expert's and not to be imitated;
 *     never the last one
 */
public record Transcript(
    String game,
    String introduction,
    List<String> commands,
    List<String> feedback,
    Set<Integer> mistakes) {

  /** Checks the lengths and copies the collections. {@inheritDoc} */
  public Transcript {
    commands = List.copyOf(commands);
    feedback = List.copyOf(feedback);
    mistakes = Set.copyOf(mistakes);
    checkArgument(!commands.isEmpty(), "commands must not be empty (game %s)", game);
    checkArgument(
        commands.size() == feedback.size(),
        "commands and feedback must have equal length, got %s and %s (game %s)",
        commands.size(),
        feedback.size(),
        game);
    for (int mistake : mistakes) {
      checkArgument(
          mistake >= 0 && mistake < commands.size() - 1,
          "mistakes must be commands before the last, got %s of %s (game %s)",
          mistake,
          commands.size(),
          game);
    }
  }

  /**
   * Makes a transcript without mistakes.
   *
   * @param game id of the game
   * @param introduction what the game told at first
   * @param commands what the expert did, at least one
   * @param feedback what the game answered to each
   */
  public Transcript(
      String game, String introduction, List<String> commands, List<String> feedback) {
    this(game, introduction, commands, feedback, Set.of());
  }
}
