package dev.oreo.environment;

/**
 * What a file {@code game.tw-pddl} holds: a game and the rules that it brings along.
 *
 * @param game the game; its task is what the file's grammar says
 * @param logic the file's own domain and grammar
 */
public record AlfworldGameFile(AlfworldGame game, TextWorldLogic logic) {
  /**
   * Opens the game with the file's own rules.
   *
   * @return the game
   * @throws GameFormatException if the problem is malformed or does not fit the logic
   */
  public TextWorldGame open() {
    return game.open(logic);
  }
}
