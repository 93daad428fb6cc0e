package dev.oreo.examples.arithmetic;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One step of a chain: an operation on the running digit, always modulo 10.
 *
 * @param operator {@code '+'} or {@code '*'}
 * @param operand 0 to 9
 */
public record Operation(char operator, int operand) {

  /** Checks the ranges. {@inheritDoc} */
  public Operation {
    checkArgument(
        operator == '+' || operator == '*', "operator must be '+' or '*', got '%s'", operator);
    checkArgument(operand >= 0 && operand <= 9, "operand must be a digit, got %s", operand);
  }

  /**
   * Returns the digit after this step.
   *
   * @param digit the digit before
   * @return 0 to 9
   */
  public int applyTo(int digit) {
    return (operator == '+' ? digit + operand : digit * operand) % 10;
  }

  @Override
  public String toString() {
    return operator + Integer.toString(operand);
  }
}
