package dev.oreo.evaluate;

import dev.oreo.internal.Checks;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The mean of one number over runs that differ in their seed.
 *
 * @param mean over the runs
 * @param interval the mean's 95% interval by Student's t; empty for a single run
 * @param seeds number of runs, at least 1
 */
public record SeedMean(double mean, Optional<Interval> interval, int seeds) {
  private static final double UPPER_QUANTILE = 0.975;

  /** Checks the count. {@inheritDoc} */
  public SeedMean {
    Checks.argument(seeds >= 1, "seeds must be >= 1, got %d", seeds);
  }

  /**
   * Returns the mean of some runs.
   *
   * @param perSeed the number of each run, at least one
   * @return mean and interval, with one degree of freedom less than runs
   */
  public static SeedMean of(double... perSeed) {
    Checks.argument(perSeed.length >= 1, "perSeed must not be empty");
    double mean = StatUtils.mean(perSeed);
    if (perSeed.length == 1) {
      return new SeedMean(mean, Optional.empty(), 1);
    }
    double standardError = Math.sqrt(StatUtils.variance(perSeed) / perSeed.length);
    double half =
        new TDistribution(perSeed.length - 1).inverseCumulativeProbability(UPPER_QUANTILE)
            * standardError;
    return new SeedMean(mean, Optional.of(new Interval(mean - half, mean + half)), perSeed.length);
  }
}
