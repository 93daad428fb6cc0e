package dev.oreo.environment;

/**
 * A game of ALFWorld as its files have it: a text that is read only when the game is opened.
 *
 * @param id its name, {@code SPLIT/TASK/TRIAL}
 * @param split the part of the data it belongs to, such as {@code train} or {@code valid_unseen}
 * @param taskType one of six, such as {@code pick_heat_then_place_in_recep}
 * @param task the goal in words
 * @param problem the PDDL problem's text, 22 to 105 kB in the games of ALFWorld
 */
public record AlfworldGame(String id, String split, String taskType, String task, String problem) {

  /**
   * Opens the game in one of ALFWorld's two wordings.
   *
   * @param version the wording
   * @return the game
   * @throws GameFormatException if the problem is malformed or does not fit ALFWorld's domain
   */
  public TextWorldGame open(AlfworldVersion version) {
    return open(version.logic());
  }

  /**
   * Opens the game with rules of one's own.
   *
   * @param logic the rules, which many games may share
   * @return the game
   * @throws GameFormatException if the problem is malformed or does not fit the logic
   */
  public TextWorldGame open(TextWorldLogic logic) {
    return TextWorldGame.of(logic, problem, id, task);
  }
}
