package dev.oreo.djl;

import dev.oreo.OreoException;

/**
 * A checkpoint's files are damaged, incomplete or contradict each other.
 *
 * <p>The message names the file and, where there is one, the tensor or key with the values that
 * disagree.
 */
public final class CheckpointFormatException extends OreoException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what is wrong and where
   */
  public CheckpointFormatException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what is wrong and where
   * @param cause what was thrown below
   */
  public CheckpointFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
