package dev.oreo.environment;

import dev.oreo.OreoException;

/**
 * A game's text is not what it must be: its PDDL, its grammar, or the file that holds them. The
 * message begins with {@code FILE:LINE: }.
 */
public final class GameFormatException extends OreoException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param file name of the file or text
   * @param line its line, counted from 1
   * @param problem what was expected and what was found
   */
  public GameFormatException(String file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
