package dev.oreo.examples.speed;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Runs cases in rounds: in each round every contestant does the workload once, one after the other.
 */
final class SpeedComparison {
  private final Path folder;
  private final int rounds;
  private final PrintWriter out;

  /**
   * Creates a comparison.
   *
   * @param folder where workloads and logs are kept
   * @param rounds how often each contestant runs
   * @param out where progress is told
   */
  SpeedComparison(Path folder, int rounds, PrintWriter out) {
    this.folder = folder;
    this.rounds = rounds;
    this.out = out;
  }

  /** Runs one case. A peer that fails, for want of memory say, is told of and left out. */
  SpeedResult run(SpeedCase speedCase) throws IOException {
    Path workload = folder.resolve(speedCase.name() + ".json");
    Path log = folder.resolve(speedCase.name() + ".log");
    Files.writeString(workload, new Gson().toJson(speedCase.workload()));
    Map<String, List<Measurement>> measured = new LinkedHashMap<>();
    Set<Contestant> running = new LinkedHashSet<>(speedCase.contestants());
    for (int round = 1; round <= rounds; round++) {
      for (Contestant contestant : List.copyOf(running)) {
        try {
          Measurement measurement = contestant.run(workload, log);
          measured.computeIfAbsent(contestant.name(), n -> new ArrayList<>()).add(measurement);
          tell(speedCase.name() + ", round " + round + " of " + rounds, contestant, measurement);
        } catch (IOException e) {
          if (contestant.isOreo()) {
            throw e;
          }
          out.printf(
              "%s: %s is left out: %s%n", speedCase.name(), contestant.name(), e.getMessage());
          running.remove(contestant);
          measured.remove(contestant.name());
        }
      }
    }
    return new SpeedResult(speedCase, measured);
  }

  private void tell(String where, Contestant contestant, Measurement measurement) {
    out.printf(
        Locale.ROOT,
        "%s: %s %,.0f tokens/s, %.2f GB (%s)%n",
        where,
        contestant.name(),
        measurement.tokensPerSecond(),
        measurement.peakBytes() / 1e9,
        measurement.note());
    out.flush();
  }
}
