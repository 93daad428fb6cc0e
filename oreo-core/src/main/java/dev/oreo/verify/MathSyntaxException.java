package dev.oreo.verify;

import dev.oreo.OreoException;

/** A text is no answer that {@link MathAnswerParser} can read; the message says why. */
final class MathSyntaxException extends OreoException {
  private static final long serialVersionUID = 1;

  private final String problem;

  MathSyntaxException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
