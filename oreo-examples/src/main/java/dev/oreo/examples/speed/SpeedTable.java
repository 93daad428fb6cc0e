package dev.oreo.examples.speed;

import java.util.List;
import java.util.Locale;

/** Results as a Markdown table, a row for each contestant; ratios are to the fastest oreo. */
final class SpeedTable {
  private SpeedTable() {}

  static String of(List<SpeedResult> results) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| workload | | tokens/s | peak memory | oreo's speed over it | oreo's memory over it |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (SpeedResult result : results) {
      String title = result.speedCase().title();
      for (Contestant contestant : result.speedCase().contestants()) {
        if (result.rounds().containsKey(contestant.name())) {
          table.append(row(title, result, contestant));
          title = "";
        }
      }
    }
    return table.toString();
  }

  private static String row(String title, SpeedResult result, Contestant contestant) {
    String name = contestant.name();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.0f | %.2f GB | %s | %s |%n",
        title,
        name,
        result.speed(name).middle(),
        result.memory(name).middle() / 1e9,
        contestant.isOreo() ? "" : ratio(result.speedRatio(name)),
        contestant.isOreo() ? "" : ratio(result.memoryRatio(name)));
  }

  private static String ratio(SpeedResult.Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f [%.2f, %.2f]", spread.middle(), spread.low(), spread.high());
  }
}
