package dev.oreo.examples.evaluation;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.oreo.evaluate.Bootstrap;
import dev.oreo.evaluate.ProblemMean;

/**
 * By how much one measure is above another on the same problems.
 *
 * @param mean of the differences, with its paired interval
 * @param better problems with a larger number
 * @param worse problems with a smaller number
 */
public record Difference(ProblemMean mean, int better, int worse) {

  static Difference of(Bootstrap bootstrap, ImmutableDoubleArray from, ImmutableDoubleArray to) {
    int better = 0;
    int worse = 0;
    for (int i = 0; i < from.length(); i++) {
      better += to.get(i) > from.get(i) ? 1 : 0;
      worse += to.get(i) < from.get(i) ? 1 : 0;
    }
    return new Difference(bootstrap.difference(from.toArray(), to.toArray()), better, worse);
  }
}
