package dev.oreo.evaluate;

import dev.oreo.internal.Checks;

/**
 * A confidence interval.
 *
 * @param lower its lower end
 * @param upper its upper end, not below {@code lower}
 */
public record Interval(double lower, double upper) {

  /** Checks the order. {@inheritDoc} */
  public Interval {
    Checks.argument(lower <= upper, "lower must be <= upper, got %s and %s", lower, upper);
  }
}
