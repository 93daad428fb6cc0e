package dev.oreo.evaluate;

import dev.oreo.internal.Checks;

/**
 * The mean of one number over problems.
 *
 * @param mean over the problems
 * @param interval the mean's 95% interval; it speaks of the problems drawn, as {@link
 *     Accuracy#interval} does
 * @param problems how many there are, at least 1
 */
public record ProblemMean(double mean, Interval interval, int problems) {

  /** Checks the count. {@inheritDoc} */
  public ProblemMean {
    Checks.argument(problems >= 1, "problems must be >= 1, got %d", problems);
  }
}
