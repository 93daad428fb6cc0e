package dev.oreo.train;

import dev.oreo.objective.Diagnostics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Turns the samples of one update into the numbers that {@link UpdateReport#metrics} has. */
final class DiagnosticsSummary {
  private static final String VALUE_OF_SUCCESS = "value/last/success";
  private static final String VALUE_OF_FAILURE = "value/last/failure";

  private DiagnosticsSummary() {}

  static Map<String, Double> of(Diagnostics diagnostics) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String name : diagnostics.names()) {
      double[] samples = diagnostics.samples(name);
      metrics.put(name, diagnostics.mean(name));
      if (name.startsWith("residual") || name.contains("LogRatio")) {
        metrics.put(name + "/std", new StandardDeviation(false).evaluate(samples));
        Percentile percentile = new Percentile();
        percentile.setData(samples);
        metrics.put(name + "/p05", percentile.evaluate(5));
        metrics.put(name + "/p50", percentile.evaluate(50));
        metrics.put(name + "/p95", percentile.evaluate(95));
      }
    }
    double[] success = diagnostics.samples(VALUE_OF_SUCCESS);
    double[] failure = diagnostics.samples(VALUE_OF_FAILURE);
    if (success.length > 0 && failure.length > 0) {
      metrics.put("value/last/auc", areaUnderCurve(success, failure));
    }
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  /** Share of pairs that are ranked right; ties count half. */
  static double areaUnderCurve(double[] higher, double[] lower) {
    double[] sorted = lower.clone();
    Arrays.sort(sorted);
    double right = 0;
    for (double value : higher) {
      int below = rank(sorted, value, false);
      right += below + 0.5 * (rank(sorted, value, true) - below);
    }
    return right / ((double) higher.length * lower.length);
  }

  /** Number of sorted entries below a value, or not above it. */
  private static int rank(double[] sorted, double value, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
