package dev.oreo.examples.compare;

import dev.oreo.evaluate.SeedMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The iterative form: mean test accuracy of each method after each round, over the seeds. */
final class RoundsTable {
  private RoundsTable() {}

  /**
   * Returns the table; a seed counts where it has a run of every round.
   *
   * @param firstRound which also tells the rate of each seed
   * @param runs of all rounds
   */
  static String markdown(
      ComparisonTable firstRound, List<RunResult> runs, List<Long> seeds, int rounds) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("| method |");
    StringBuilder rule = new StringBuilder("|---|");
    for (int round = 1; round <= rounds; round++) {
      head.append(" round ").append(round).append(" |");
      rule.append("---|");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    for (String method : firstRound.methods()) {
      List<List<Double>> complete = new ArrayList<>();
      for (long seed : seeds) {
        List<Double> accuracies = accuracies(firstRound, runs, method, seed);
        if (accuracies.size() == rounds) {
          complete.add(accuracies);
        }
      }
      if (!complete.isEmpty()) {
        lines.add(line(method, complete, rounds));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<Double> accuracies(
      ComparisonTable firstRound, List<RunResult> runs, String method, long seed) {
    double rate = firstRound.bestRate(method, seed).orElse(Double.NaN);
    return runs.stream()
        .filter(run -> run.method().equals(method) && run.seed() == seed)
        .filter(run -> run.learningRate() == rate)
        .sorted(Comparator.comparingInt(RunResult::round))
        .map(RunResult::test)
        .toList();
  }

  private static String line(String method, List<List<Double>> seeds, int rounds) {
    StringBuilder line = new StringBuilder("| ").append(method).append(" |");
    for (int round = 0; round < rounds; round++) {
      int at = round;
      SeedMean mean = SeedMean.of(seeds.stream().mapToDouble(seed -> seed.get(at)).toArray());
      String interval =
          mean.interval()
              .map(
                  i ->
                      String.format(Locale.ROOT, " [%.1f, %.1f]", 100 * i.lower(), 100 * i.upper()))
              .orElse("");
      line.append(String.format(Locale.ROOT, " %.1f%%%s |", 100 * mean.mean(), interval));
    }
    return line.toString();
  }
}
