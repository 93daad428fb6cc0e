package dev.oreo.environment;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A game as somebody played it, in the real engine or in ALFWorld's expert transcripts.
 *
 * @param game id of the game
 * @param version the wording
 * @param introduction what the player was told at first, where it was recorded
 * @param actions the commands possible at first, where they were recorded
 * @param steps what was done and answered
 * @param placesOmitted whether the observations lack the {@code You arrive at loc 3. } that they
 *     began with, as expert transcripts do
 */
public record RecordedEpisode(
    String game,
    AlfworldVersion version,
    Optional<String> introduction,
    Optional<List<String>> actions,
    List<RecordedStep> steps,
    boolean placesOmitted) {
  /** Episodes whose introduction was recorded after the last step. */
  private static final String RANDOM_WALK = "random_walk";

  /** Copies the lists. {@inheritDoc} */
  public RecordedEpisode {
    actions = actions.map(List::copyOf);
    steps = List.copyOf(steps);
  }

  /**
   * Reads the episodes of a JSONL file one after the other, plain or gzip as {@link
   * AlfworldGames#stream} reads games. A line has {@code "id"}, {@code "initial"} and {@code
   * "steps"}, and one of two forms:
   *
   * <ul>
   *   <li>recorded from the engine: {@code "kind"}, {@code "grammar"} ({@code 2.1.1} or {@code
   *       2.1.3}), {@code "initial_admissible"}, each step an object {@code {"c", "o", "won",
   *       "adm"}}. The {@code initial} of kind {@code random_walk} is left out: it was recorded
   *       after the last step;
   *   <li>a transcript, which ends won and whose steps are pairs {@code [command, observation]}: of
   *       the wording {@code "grammar"}, or without that key one of ALFWorld's expert, in 2.1.1 and
   *       without places.
   * </ul>
   *
   * @param file the file
   * @return the episodes in the file's order; close it to close the file. It throws as the games'
   *     stream does
   * @throws GameFormatException if the file's very beginning is at fault
   * @throws IOException if the file cannot be opened
   */
  public static Stream<RecordedEpisode> stream(Path file) throws IOException {
    return JsonlFile.stream(file).map(RecordedEpisode::of);
  }

  private static RecordedEpisode of(JsonFields fields) {
    boolean versionKnown = fields.has("grammar");
    boolean walk = fields.has("kind") && fields.text("kind").equals(RANDOM_WALK);
    return new RecordedEpisode(
        fields.text("id"),
        versionKnown ? version(fields) : AlfworldVersion.V2_1_1,
        walk ? Optional.empty() : Optional.of(fields.text("initial")),
        fields.has("initial_admissible")
            ? Optional.of(fields.texts("initial_admissible"))
            : Optional.empty(),
        steps(fields),
        !versionKnown);
  }

  private static AlfworldVersion version(JsonFields fields) {
    String label = fields.text("grammar");
    for (AlfworldVersion version : AlfworldVersion.values()) {
      if (version.label().equals(label)) {
        return version;
      }
    }
    throw fields.fail("grammar must be 2.1.1 or 2.1.3, got " + label);
  }

  private static List<RecordedStep> steps(JsonFields fields) {
    JsonArray array = fields.array("steps");
    List<RecordedStep> steps = new ArrayList<>();
    for (JsonElement element : array) {
      if (element instanceof JsonObject object) {
        JsonFields step = fields.of(object);
        steps.add(
            new RecordedStep(
                step.text("c"), step.text("o"), Optional.of(step.texts("adm")), step.flag("won")));
      } else if (element instanceof JsonArray pair && pair.size() == 2) {
        List<String> texts = fields.texts("steps", pair);
        boolean last = steps.size() == array.size() - 1;
        steps.add(new RecordedStep(texts.get(0), texts.get(1), Optional.empty(), last));
      } else {
        throw fields.fail("step must be an object or a pair, got " + JsonFields.shown(element));
      }
    }
    return steps;
  }
}
