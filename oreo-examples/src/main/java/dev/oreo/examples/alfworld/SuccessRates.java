package dev.oreo.examples.alfworld;

import com.google.gson.JsonObject;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.examples.report.Percent;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * How many of some episodes were won, in all and by task type.
 *
 * @param outcomes at least one
 */
public record SuccessRates(List<EpisodeOutcome> outcomes) {

  /** Copies the list. {@inheritDoc} */
  public SuccessRates {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Returns the success rate of all.
   *
   * @return with its interval
   */
  public Accuracy all() {
    return rate(outcomes);
  }

  /**
   * Returns the success rate of each task type.
   *
   * @return by the type's name
   */
  public TreeMap<String, Accuracy> byTaskType() {
    TreeMap<String, Accuracy> rates = new TreeMap<>();
    for (EpisodeOutcome outcome : outcomes) {
      rates.computeIfAbsent(
          outcome.taskType(),
          type -> rate(outcomes.stream().filter(o -> o.taskType().equals(type)).toList()));
    }
    return rates;
  }

  private static Accuracy rate(List<EpisodeOutcome> episodes) {
    int won = (int) episodes.stream().filter(EpisodeOutcome::won).count();
    return new Accuracy(won, episodes.size());
  }

  /**
   * Returns how many turns an episode took.
   *
   * @return the mean over all episodes
   */
  public double meanTurns() {
    return outcomes.stream().mapToInt(EpisodeOutcome::turns).average().orElseThrow();
  }

  /**
   * Returns how many episodes ended for each reason.
   *
   * @return by the reason, as files have it
   */
  public TreeMap<String, Integer> ends() {
    TreeMap<String, Integer> ends = new TreeMap<>();
    outcomes.forEach(outcome -> ends.merge(outcome.end(), 1, Integer::sum));
    return ends;
  }

  /**
   * Returns all of it as a table.
   *
   * @return Markdown, rates in percent with 95% Wilson intervals
   */
  public String markdown() {
    StringBuilder table =
        new StringBuilder("| task type | won | games | success |\n|---|---|---|---|\n");
    byTaskType().forEach((type, rate) -> table.append(line(type, rate)));
    table.append(line("all", all()));
    table.append(
        String.format(
            Locale.ROOT,
            "%nMean number of turns %.1f. Episodes ended: %s.%n",
            meanTurns(),
            ends()));
    return table.toString();
  }

  private static String line(String name, Accuracy rate) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %s |%n",
        name,
        rate.correct(),
        rate.total(),
        Percent.withInterval(rate));
  }

  /**
   * Returns all of it as JSON.
   *
   * @return an object of its own
   */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.add("all", json(all()));
    JsonObject types = new JsonObject();
    byTaskType().forEach((type, rate) -> types.add(type, json(rate)));
    json.add("by_task_type", types);
    json.addProperty("mean_turns", meanTurns());
    JsonObject ends = new JsonObject();
    ends().forEach(ends::addProperty);
    json.add("ends", ends);
    return json;
  }

  private static JsonObject json(Accuracy rate) {
    JsonObject json = new JsonObject();
    json.addProperty("won", rate.correct());
    json.addProperty("games", rate.total());
    json.addProperty("success", rate.fraction());
    json.addProperty("lower", rate.interval().lower());
    json.addProperty("upper", rate.interval().upper());
    return json;
  }
}
