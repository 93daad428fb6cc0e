package dev.oreo.evaluate;

import java.util.Arrays;
import java.util.OptionalDouble;

/** The receiver operating characteristic of a score that should be higher on positives. */
final class RocCurve {
  private RocCurve() {}

  /**
   * Returns the area under the curve: the share of pairs of a positive and a negative in which the
   * positive's score is higher, ties counted half. Empty if either kind is absent. Takes n log n.
   */
  static OptionalDouble area(double[] positives, double[] negatives) {
    if (positives.length == 0 || negatives.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = negatives.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double positive : positives) {
      wins += (countBelow(sorted, positive, false) + countBelow(sorted, positive, true)) / 2.0;
    }
    return OptionalDouble.of(wins / positives.length / negatives.length);
  }

  /** How many are lower than the bound, or not higher. */
  private static int countBelow(double[] sorted, double bound, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < bound || (orEqual && sorted[middle] == bound)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
