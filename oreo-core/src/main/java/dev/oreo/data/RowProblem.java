package dev.oreo.data;

/** What is wrong with one row: the reason it is counted under, and the message. */
final class RowProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final DropReason reason;

  RowProblem(DropReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  DropReason reason() {
    return reason;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
