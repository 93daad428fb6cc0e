package dev.oreo.djl.internal.chat;

/** What a template says with raise_exception. */
final class RaisedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  RaisedException(String message) {
    super(message);
  }
}
