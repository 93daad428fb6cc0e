package dev.oreo.data;

import dev.oreo.OreoException;
import java.nio.file.Path;

/** A data file changed while its rows were in use. */
public final class DataChangedException extends OreoException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param file the data file
   * @param before its size and time of modification when it was opened
   * @param now the same at present
   */
  public DataChangedException(Path file, String before, String now) {
    super(
        file + ": file must not change while its rows are in use, got " + now + " after " + before);
  }
}
