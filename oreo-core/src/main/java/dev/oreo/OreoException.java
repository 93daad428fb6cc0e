package dev.oreo;

/**
 * What oreo throws when data, a checkpoint or a run is at fault rather than the calling code.
 *
 * <p>The message alone tells a person what is wrong and where: a program may print it without the
 * stack trace. Callers' mistakes are {@link IllegalArgumentException} and {@link
 * IllegalStateException}; files that cannot be read or written are {@link java.io.IOException}.
 */
public abstract class OreoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what is wrong and where
   */
  protected OreoException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what is wrong and where
   * @param cause what was thrown below
   */
  protected OreoException(String message, Throwable cause) {
    super(message, cause);
  }
}
