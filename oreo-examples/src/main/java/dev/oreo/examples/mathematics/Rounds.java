package dev.oreo.examples.mathematics;

import com.google.gson.JsonObject;
import dev.oreo.data.JsonlJournal;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.evaluate.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What the finished rounds of an iteration gave, kept as they finish. Round 0 is the policy that it
 * began with. Not thread-safe.
 */
public final class Rounds implements AutoCloseable {
  private final JsonlJournal journal;

  private Rounds(JsonlJournal journal) {
    this.journal = journal;
  }

  /**
   * Opens the file that keeps them.
   *
   * @param file the file; created if it does not exist
   * @param settings of the iteration
   * @return the rounds finished before, if any
   * @throws IllegalArgumentException if the file belongs to other settings
   * @throws IOException if it cannot be read or written
   */
  public static Rounds open(Path file, JsonObject settings) throws IOException {
    return new Rounds(JsonlJournal.open(file, settings));
  }

  /**
   * Returns how many are finished, round 0 included.
   *
   * @return at least 0
   */
  public int finished() {
    return journal.size();
  }

  /**
   * Adds the policy that the iteration begins with.
   *
   * @param test its accuracy, if there are test problems
   * @throws IOException if it cannot be written
   */
  public void begin(Optional<Accuracy> test) throws IOException {
    add(new JsonObject(), test);
  }

  /**
   * Adds a round.
   *
   * @param sampled right ones of the responses that it was trained on
   * @param bothOutcomes how many problems had right and wrong ones
   * @param test accuracy of the trained policy, if there are test problems
   * @throws IOException if it cannot be written
   */
  public void add(Accuracy sampled, int bothOutcomes, Optional<Accuracy> test) throws IOException {
    JsonObject row = new JsonObject();
    row.addProperty("sampled", sampled.total());
    row.addProperty("sampled_right", sampled.correct());
    row.addProperty("problems_with_both", bothOutcomes);
    add(row, test);
  }

  private void add(JsonObject row, Optional<Accuracy> test) throws IOException {
    row.addProperty("round", journal.size());
    test.ifPresent(
        accuracy -> {
          row.addProperty("test", accuracy.total());
          row.addProperty("test_right", accuracy.correct());
        });
    journal.append(row);
  }

  /**
   * Returns all finished rounds as a table.
   *
   * @return Markdown, one row per round, with 95% Wilson intervals of the test accuracy
   * @throws IOException if the file cannot be read
   */
  public String markdown() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | round | right among its samples | problems with right and wrong ones | test accuracy | gained |
            |---|---|---|---|---|
            """);
    Optional<Accuracy> before = Optional.empty();
    for (int round = 0; round < journal.size(); round++) {
      JsonObject row = journal.row(round);
      Optional<Accuracy> test = accuracy(row, "test_right", "test");
      table.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %s | %s | %s |%n",
              round,
              accuracy(row, "sampled_right", "sampled")
                  .map(a -> String.format(Locale.ROOT, "%.1f%%", 100 * a.fraction()))
                  .orElse(""),
              row.has("problems_with_both") ? row.get("problems_with_both").getAsString() : "",
              test.map(Rounds::shown).orElse(""),
              gained(before, test)));
      before = test;
    }
    return table.toString();
  }

  private static Optional<Accuracy> accuracy(JsonObject row, String right, String total) {
    return row.has(total)
        ? Optional.of(new Accuracy(row.get(right).getAsInt(), row.get(total).getAsInt()))
        : Optional.empty();
  }

  private static String shown(Accuracy accuracy) {
    Interval interval = accuracy.interval();
    return String.format(
        Locale.ROOT,
        "%.1f%% [%.1f, %.1f]",
        100 * accuracy.fraction(),
        100 * interval.lower(),
        100 * interval.upper());
  }

  private static String gained(Optional<Accuracy> before, Optional<Accuracy> now) {
    return before.isPresent() && now.isPresent()
        ? String.format(
            Locale.ROOT, "%+.1f", 100 * (now.get().fraction() - before.get().fraction()))
        : "";
  }

  /** Closes the file, which stays where it is. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
