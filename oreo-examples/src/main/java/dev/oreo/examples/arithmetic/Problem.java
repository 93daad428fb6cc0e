package dev.oreo.examples.arithmetic;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * One problem: a start digit and labelled steps, as in {@code 7a+5b*3c+4?}.
 *
 * @param start the start digit
 * @param operations 1 to 8 steps
 */
public record Problem(int start, List<Operation> operations) {
  /** How many steps have a label. */
  static final int MAX_STEPS = 8;

  /** Checks the ranges. {@inheritDoc} */
  public Problem {
    operations = List.copyOf(operations);
    checkArgument(start >= 0 && start <= 9, "start must be a digit, got %s", start);
    checkArgument(
        !operations.isEmpty() && operations.size() <= MAX_STEPS,
        "operations must be 1 to %s, got %s",
        MAX_STEPS,
        operations.size());
  }

  /**
   * Returns the text a model is asked to continue.
   *
   * @return such as {@code 7a+5b*3c+4?}
   */
  public String prompt() {
    StringBuilder text = new StringBuilder().append(start);
    for (int i = 0; i < operations.size(); i++) {
      text.append(labelled(i));
    }
    return text.append('?').toString();
  }

  /** Returns a step with its label, such as {@code b*3}. */
  String labelled(int step) {
    return (char) ('a' + step) + operations.get(step).toString();
  }

  /**
   * Returns the last digit of the chain.
   *
   * @return 0 to 9
   */
  public int answer() {
    int digit = start;
    for (Operation operation : operations) {
      digit = operation.applyTo(digit);
    }
    return digit;
  }

  /**
   * Returns the answer as a verifier's reference.
   *
   * @return the digit as text
   */
  public String reference() {
    return Integer.toString(answer());
  }

  /**
   * Returns the solution that does one step in each line.
   *
   * @return lines and the answer
   */
  public String solution() {
    StringBuilder text = new StringBuilder();
    int digit = start;
    for (int i = 0; i < operations.size(); i++) {
      int next = operations.get(i).applyTo(digit);
      text.append(digit).append(labelled(i)).append('=').append(next).append('\n');
      digit = next;
    }
    return text.append(LastDigitVerifier.ANSWER_MARK).append(digit).toString();
  }
}
