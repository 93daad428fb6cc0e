package dev.oreo.examples.compare;

import dev.oreo.evaluate.Interval;
import dev.oreo.evaluate.SeedMean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Methods by seeds: for each method and seed the run whose learning rate was best on the validation
 * problems, its accuracy on the test problems, and how it differs from a baseline's on the same
 * seed.
 */
final class ComparisonTable {
  private final Map<String, Map<Long, RunResult>> best = new LinkedHashMap<>();
  private final String baseline;

  /** Takes each method's best runs; ties go to the smaller rate. */
  ComparisonTable(List<RunResult> runs, List<String> methods, String baseline) {
    this.baseline = baseline;
    Comparator<RunResult> byValidation =
        Comparator.comparingDouble(RunResult::validation)
            .thenComparing(RunResult::learningRate, Comparator.reverseOrder());
    for (String method : methods) {
      Map<Long, RunResult> perSeed = new TreeMap<>();
      for (RunResult run : runs) {
        if (run.method().equals(method)) {
          perSeed.merge(run.seed(), run, (a, b) -> byValidation.compare(a, b) >= 0 ? a : b);
        }
      }
      if (!perSeed.isEmpty()) {
        best.put(method, perSeed);
      }
    }
  }

  /** Returns the methods that have runs, in the order given. */
  List<String> methods() {
    return List.copyOf(best.keySet());
  }

  /** Returns the rate that was best on the validation problems of a seed. */
  Optional<Double> bestRate(String method, long seed) {
    return Optional.ofNullable(best.getOrDefault(method, Map.of()).get(seed))
        .map(RunResult::learningRate);
  }

  /** The best run of each seed. */
  private Collection<RunResult> runs(String method) {
    return best.getOrDefault(method, Map.of()).values();
  }

  /** Returns the mean test accuracy of a method over its seeds. */
  SeedMean accuracy(String method) {
    return SeedMean.of(runs(method).stream().mapToDouble(RunResult::test).toArray());
  }

  /** Returns the mean over seeds of a method's test accuracy minus the baseline's. */
  Optional<SeedMean> difference(String method) {
    double[] differences =
        runs(method).stream()
            .flatMapToDouble(
                run ->
                    runs(baseline).stream()
                        .filter(other -> other.seed() == run.seed())
                        .mapToDouble(other -> run.test() - other.test()))
            .toArray();
    return method.equals(baseline) || differences.length == 0
        ? Optional.empty()
        : Optional.of(SeedMean.of(differences));
  }

  /** Returns the table as Markdown. */
  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| method | test accuracy | difference to %s | learning rates | seeds |"
            .formatted(baseline));
    lines.add("|---|---|---|---|---|");
    for (String method : best.keySet()) {
      String rates =
          runs(method).stream()
              .map(run -> run.learningRate() == 0 ? "-" : rate(run.learningRate()))
              .distinct()
              .collect(Collectors.joining(", "));
      lines.add(
          "| %s | %s | %s | %s | %d |"
              .formatted(
                  method,
                  percent(accuracy(method)),
                  difference(method).map(ComparisonTable::percent).orElse(""),
                  rates,
                  runs(method).size()));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Returns all runs as CSV, the best of each method and seed marked. */
  String csv(List<RunResult> runs) {
    StringBuilder csv =
        new StringBuilder(
            "method,seed,round,learning_rate,validation,test,examples,seconds,best,note\n");
    for (RunResult run : runs) {
      Map<Long, RunResult> perSeed = best.getOrDefault(run.method(), Map.of());
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%s,%.4f,%.4f,%d,%.1f,%b,\"%s\"%n",
              run.method(),
              run.seed(),
              run.round(),
              run.learningRate(),
              run.validation(),
              run.test(),
              run.examples(),
              run.seconds(),
              run.equals(perSeed.get(run.seed())),
              run.note().replace("\"", "'")));
    }
    return csv.toString();
  }

  private static String percent(SeedMean mean) {
    String interval =
        mean.interval().map(ComparisonTable::percent).map(text -> " " + text).orElse("");
    return String.format(Locale.ROOT, "%.1f%%%s", 100 * mean.mean(), interval);
  }

  private static String percent(Interval interval) {
    return String.format(
        Locale.ROOT, "[%.1f, %.1f]", 100 * interval.lower(), 100 * interval.upper());
  }

  private static String rate(double learningRate) {
    return String.format(Locale.ROOT, "%.0e", learningRate).replace("e-0", "e-");
  }
}
