package dev.oreo.examples.quickstart;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.evaluate.Accuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of one or more seeds, as text and as JSON, and whether they hold the promises. */
public final class ResultsTable {
  /** How many points of accuracy OREO must be above imitation and above rejection sampling. */
  static final double OREO_GAIN = 20;

  /** How many points of accuracy beam search must be above the same policy without search. */
  static final double BEAM_GAIN = 5;

  private final List<SeedResult> results;

  ResultsTable(List<SeedResult> results) {
    this.results = List.copyOf(results);
  }

  /**
   * Returns the table in Markdown, every accuracy with its 95% interval.
   *
   * @return a row for each method, a column for each seed, and their mean if there are several
   */
  public String markdown() {
    StringBuilder text = new StringBuilder("| accuracy on held-out problems |");
    results.forEach(result -> text.append(" seed ").append(result.seed()).append(" |"));
    text.append(results.size() > 1 ? " mean |\n" : " problems |\n");
    text.append("|---|").append("---|".repeat(results.size() + 1)).append('\n');
    for (Method method : Method.values()) {
      text.append("| ").append(method.label()).append(" |");
      results.forEach(result -> text.append(cell(result.accuracy(method))));
      text.append(
          results.size() > 1
              ? format(" %.1f%% |%n", mean(method))
              : format(" %d |%n", results.get(0).accuracy(method).total()));
    }
    return text.toString();
  }

  /**
   * Returns the promises that the means over the seeds do not hold.
   *
   * @return one sentence each; empty if all hold
   */
  public List<String> brokenPromises() {
    List<String> broken = new ArrayList<>();
    requireGain(broken, Method.OREO, Method.IMITATION, OREO_GAIN);
    requireGain(broken, Method.OREO, Method.REJECTION, OREO_GAIN);
    requireGain(broken, Method.BEAM, Method.CAUTIOUS, BEAM_GAIN);
    return broken;
  }

  /** Returns what the table is made of. */
  List<SeedResult> results() {
    return results;
  }

  /** Returns one object for each seed and method. */
  JsonArray json() {
    JsonArray rows = new JsonArray();
    for (SeedResult result : results) {
      for (Method method : Method.values()) {
        Accuracy accuracy = result.accuracy(method);
        JsonObject row = new JsonObject();
        row.addProperty("seed", result.seed());
        row.addProperty("method", method.name().toLowerCase(Locale.ROOT));
        row.addProperty("correct", accuracy.correct());
        row.addProperty("total", accuracy.total());
        rows.add(row);
      }
    }
    return rows;
  }

  private void requireGain(List<String> broken, Method better, Method worse, double points) {
    double gain = mean(better) - mean(worse);
    if (gain < points) {
      broken.add(
          format(
              "%s must be at least %.0f points above %s, got %.1f and %.1f",
              better.label().strip(), points, worse.label(), mean(better), mean(worse)));
    }
  }

  private double mean(Method method) {
    return results.stream()
        .mapToDouble(result -> 100 * result.accuracy(method).fraction())
        .average()
        .orElseThrow();
  }

  private static String cell(Accuracy accuracy) {
    return format(
        " %.1f%% [%.1f, %.1f] |",
        100 * accuracy.fraction(),
        100 * accuracy.interval().lower(),
        100 * accuracy.interval().upper());
  }

  private static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }
}
