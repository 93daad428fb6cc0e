package dev.oreo.data;

import dev.oreo.OreoException;
import java.nio.file.Path;

/** A row of a data file is not what it must be. The message begins with {@code FILE:LINE: }. */
public final class DataFormatException extends OreoException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param file the data file
   * @param line its line, counted from 1
   * @param problem what is wrong, with the values
   */
  public DataFormatException(Path file, long line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
