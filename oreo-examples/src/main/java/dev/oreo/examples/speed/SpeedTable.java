package dev.oreo.examples.speed;

import java.util.List;
import java.util.Locale;

/** Results as a Markdown table: a row per case and peer. */
final class SpeedTable {
  private SpeedTable() {}

  static String of(List<SpeedResult> results) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| workload | | tokens/s | peak memory | oreo's speed over it | oreo's memory over it |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (SpeedResult result : results) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | oreo | %,.0f | %.2f GB | | |%n",
              result.speedCase().title(),
              result.speed(Contestant.OREO).middle(),
              result.memory(Contestant.OREO).middle() / 1e9));
      for (String peer : result.peers()) {
        table.append(
            String.format(
                Locale.ROOT,
                "| | %s | %,.0f | %.2f GB | %s | %s |%n",
                peer,
                result.speed(peer).middle(),
                result.memory(peer).middle() / 1e9,
                ratio(result.speedRatio(peer)),
                ratio(result.memoryRatio(peer))));
      }
    }
    return table.toString();
  }

  private static String ratio(SpeedResult.Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f [%.2f, %.2f]", spread.middle(), spread.low(), spread.high());
  }
}
