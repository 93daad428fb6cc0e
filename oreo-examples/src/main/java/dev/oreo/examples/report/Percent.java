package dev.oreo.examples.report;

import dev.oreo.evaluate.Accuracy;
import dev.oreo.evaluate.Interval;
import dev.oreo.evaluate.ProblemMean;
import dev.oreo.evaluate.SeedMean;
import java.util.Locale;

/** Shares for people, in percent with one digit. */
public final class Percent {
  private static final char MINUS = '\u2212';

  private Percent() {}

  static String share(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  static String interval(Interval interval) {
    return "[%s, %s]".formatted(number("%.1f", interval.lower()), number("%.1f", interval.upper()));
  }

  /**
   * Returns a success rate and its Wilson interval.
   *
   * @param accuracy the rate
   * @return such as {@code 12.3% [10.0, 15.1]}
   */
  public static String withInterval(Accuracy accuracy) {
    return share(accuracy.fraction()) + " " + interval(accuracy.interval());
  }

  /**
   * Returns a share and its interval.
   *
   * @param mean the share
   * @return such as {@code 53.1% [48.0, 58.2]}
   */
  public static String withInterval(ProblemMean mean) {
    return share(mean.mean()) + " " + interval(mean.interval());
  }

  /**
   * Returns the mean share of runs that differ in their seed.
   *
   * @param mean the share
   * @return such as {@code 53.1% [48.0, 58.2]}, without an interval if there is one run
   */
  public static String withInterval(SeedMean mean) {
    return share(mean.mean()) + mean.interval().map(i -> " " + interval(i)).orElse("");
  }

  /**
   * Returns a difference of shares in points.
   *
   * @param difference of shares
   * @return such as {@code +5.2 [1.0, 9.4]}
   */
  public static String points(ProblemMean difference) {
    return number("%+.1f", difference.mean()) + " " + interval(difference.interval());
  }

  private static String number(String format, double share) {
    // adding 0 makes a negative zero positive
    double rounded = Math.rint(1000 * share) / 10 + 0.0;
    return String.format(Locale.ROOT, format, rounded).replace('-', MINUS);
  }
}
