package dev.oreo.verify;

import dev.oreo.OreoException;

/** A text that one of sympy's parsers refuses. Cheap to throw: it has no stack trace. */
final class SympyParseException extends OreoException {
  private static final long serialVersionUID = 1;

  private final boolean recoverable;

  private SympyParseException(String message, boolean recoverable) {
    super(message);
    this.recoverable = recoverable;
  }

  /** The tokens do not fit the rule that is being tried; another rule may fit. */
  static SympyParseException mismatch(String message) {
    return new SympyParseException(message, true);
  }

  /** The whole text is refused, whatever else would fit. */
  static SympyParseException refusal(String message) {
    return new SympyParseException(message, false);
  }

  boolean recoverable() {
    return recoverable;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
