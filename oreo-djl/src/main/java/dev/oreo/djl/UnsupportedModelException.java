package dev.oreo.djl;

import dev.oreo.OreoException;

/**
 * A checkpoint is sound, but asks for something oreo does not implement.
 *
 * <p>The message names the key of config.json, its value and what is implemented instead. Thrown
 * rather than computing different numbers than the model's authors.
 */
public final class UnsupportedModelException extends OreoException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what is not implemented and where it was asked for
   */
  public UnsupportedModelException(String message) {
    super(message);
  }
}
