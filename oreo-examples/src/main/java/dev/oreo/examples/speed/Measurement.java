package dev.oreo.examples.speed;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one process measured of a workload.
 *
 * @param tokens that one repetition worked on
 * @param seconds of each repetition that counts
 * @param peakBytes largest resident memory of the process, -1 where the system does not tell
 * @param note what else is worth reading, such as losses
 */
public record Measurement(long tokens, List<Double> seconds, long peakBytes, String note) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  /** Copies the times. {@inheritDoc} */
  public Measurement {
    seconds = List.copyOf(seconds);
  }

  /** Returns what this process has measured. */
  static Measurement ofThisProcess(long tokens, List<Double> seconds, String note)
      throws IOException {
    return new Measurement(tokens, seconds, peakOfThisProcess(), note);
  }

  /**
   * Does work as often as a workload says.
   *
   * @param work the workload
   * @param once the work
   * @return the seconds of each time
   */
  static List<Double> repeat(JsonObject work, Runnable once) {
    List<Double> seconds = new ArrayList<>();
    double all = 0;
    while (seconds.size() < work.get("times").getAsInt()
        || all < work.get("least_seconds").getAsDouble()) {
      long begin = System.nanoTime();
      once.run();
      seconds.add((System.nanoTime() - begin) / 1e9);
      all += seconds.get(seconds.size() - 1);
    }
    return seconds;
  }

  private static long peakOfThisProcess() throws IOException {
    if (!Files.exists(STATUS)) {
      return -1;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(PEAK)) {
        return 1024 * Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip());
      }
    }
    return -1;
  }

  /**
   * Returns this as one line.
   *
   * @return JSON, as {@link #parse} reads it
   */
  public String toJson() {
    return new Gson().toJson(this);
  }

  /**
   * Reads what {@link #toJson} or a peer wrote.
   *
   * @param line JSON
   * @return the measurement
   */
  static Measurement parse(String line) {
    JsonObject json = new Gson().fromJson(line, JsonObject.class);
    return new Measurement(
        json.get("tokens").getAsLong(),
        json.getAsJsonArray("seconds").asList().stream().map(s -> s.getAsDouble()).toList(),
        json.get("peakBytes").getAsLong(),
        json.get("note").getAsString());
  }

  /**
   * Returns the speed of the fastest repetition.
   *
   * @return tokens a second
   */
  double tokensPerSecond() {
    return tokens / seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }
}
