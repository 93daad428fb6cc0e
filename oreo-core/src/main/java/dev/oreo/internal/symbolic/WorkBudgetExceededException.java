package dev.oreo.internal.symbolic;

import dev.oreo.OreoException;

/** A question took more work than it was given. */
public final class WorkBudgetExceededException extends OreoException {
  private static final long serialVersionUID = 1;

  WorkBudgetExceededException() {
    super("the comparison must be done within its budget of operations, it was not");
  }
}
