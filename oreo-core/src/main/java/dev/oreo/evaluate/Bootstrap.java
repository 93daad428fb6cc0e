package dev.oreo.evaluate;

import dev.oreo.internal.Checks;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;

/**
 * 95% intervals of means over problems by the percentile bootstrap: of many draws of as many
 * problems, with replacement, the means' quantiles 0.025 and 0.975.
 *
 * <p>For means that are not counts, such as pass@k and differences; a share of right answers has
 * the better interval of {@link Accuracy#interval}, as this one has no width where all problems
 * have one number. The same seed gives the same interval. Immutable and thread-safe.
 *
 * @param resamples how many draws, at least 1; {@link #RESAMPLES} unless there is a reason
 * @param seed of the draws
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron and Tibshirani 1993, section 13.3</a>
 */
public record Bootstrap(int resamples, long seed) {
  /** Draws enough for intervals that another seed changes by little. */
  public static final int RESAMPLES = 10_000;

  private static final double LOWER_PERCENT = 2.5;
  private static final double UPPER_PERCENT = 97.5;

  /** Checks the count. {@inheritDoc} */
  public Bootstrap {
    Checks.argument(resamples >= 1, "resamples must be >= 1, got %d", resamples);
  }

  /**
   * Returns the mean of a number that each problem has.
   *
   * @param perProblem at least one, finite
   * @return the mean and its interval
   */
  public ProblemMean mean(double... perProblem) {
    Checks.argument(perProblem.length >= 1, "perProblem must not be empty");
    for (double value : perProblem) {
      Checks.argument(Double.isFinite(value), "perProblem must be finite, got %s", value);
    }
    double[] means = new double[resamples];
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < resamples; r++) {
      double sum = 0;
      for (int i = 0; i < perProblem.length; i++) {
        sum += perProblem[random.nextInt(perProblem.length)];
      }
      means[r] = sum / perProblem.length;
    }
    return new ProblemMean(
        StatUtils.mean(perProblem),
        new Interval(
            StatUtils.percentile(means, LOWER_PERCENT), StatUtils.percentile(means, UPPER_PERCENT)),
        perProblem.length);
  }

  /**
   * Returns by how much one method is above another on the same problems. Problems are drawn with
   * both of their numbers, so what makes a problem hard for both does not widen the interval.
   *
   * @param from the numbers of the method compared with, at least one, finite
   * @param to the other method's numbers of the same problems in the same order, finite
   * @return the mean of {@code to - from} and its interval
   */
  public ProblemMean difference(double[] from, double[] to) {
    Checks.argument(
        from.length == to.length,
        "from and to must have equal length, got %d and %d",
        from.length,
        to.length);
    double[] differences = new double[from.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = to[i] - from[i];
    }
    return mean(differences);
  }
}
