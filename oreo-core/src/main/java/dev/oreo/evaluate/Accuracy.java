package dev.oreo.evaluate;

import dev.oreo.internal.Checks;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How many of some problems were answered right.
 *
 * @param correct right answers, in [0, {@code total}]
 * @param total problems, at least 1
 */
public record Accuracy(int correct, int total) {
  private static final double CONFIDENCE = 0.95;

  /** Checks the counts. {@inheritDoc} */
  public Accuracy {
    Checks.argument(total >= 1, "total must be >= 1, got %d", total);
    Checks.argument(
        correct >= 0 && correct <= total, "correct must be in [0, %d], got %d", total, correct);
  }

  /**
   * Returns the share of right answers.
   *
   * @return in [0, 1]
   */
  public double fraction() {
    return (double) correct / total;
  }

  /**
   * Returns the 95% Wilson score interval of the share. It speaks of the problems drawn, for one
   * trained model; of training again it says nothing, see {@link SeedMean}.
   *
   * @return within [0, 1]
   * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
   */
  public Interval interval() {
    ConfidenceInterval wilson =
        new WilsonScoreInterval().createInterval(total, correct, CONFIDENCE);
    // exact at the ends, where rounding leaves a little
    return new Interval(
        correct == 0 ? 0 : wilson.getLowerBound(), correct == total ? 1 : wilson.getUpperBound());
  }
}
