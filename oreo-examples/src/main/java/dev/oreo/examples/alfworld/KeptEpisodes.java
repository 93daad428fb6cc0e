package dev.oreo.examples.alfworld;

import com.google.common.primitives.Ints;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.agent.AgentTurn;
import dev.oreo.agent.Episode;
import dev.oreo.data.JsonlRows;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.examples.training.SampleJournal;
import dev.oreo.rollout.SampleSelection;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Episodes that are kept as they end, so that playing them may be killed and taken up again. Not
 * thread-safe.
 */
public final class KeptEpisodes implements AutoCloseable {
  private static final String GAME = "game";
  private static final String SAMPLE = "sample";
  private static final String REWARD = "reward";
  private static final String TURNS = "turns";

  private final SampleJournal journal;
  private int won;

  private KeptEpisodes(SampleJournal journal) throws IOException {
    this.journal = journal;
    journal.each(this::count);
  }

  /**
   * Opens the file that keeps them.
   *
   * @param file the file; created if it does not exist
   * @param settings what determines the episodes
   * @return the episodes played before, if any
   * @throws IllegalArgumentException if the file belongs to other settings
   * @throws IOException if it cannot be read or written
   */
  public static KeptEpisodes open(Path file, JsonObject settings) throws IOException {
    SampleJournal opened = SampleJournal.open(file, settings, GAME);
    try {
      return new KeptEpisodes(opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Returns which episodes are still to be played.
   *
   * @return those that are not kept when they are asked for
   */
  public SampleSelection missing() {
    return journal.missing();
  }

  /**
   * Keeps one episode.
   *
   * @param episode its task being the game's index
   * @param game what was played
   * @throws IOException if it cannot be written
   */
  public void add(Episode episode, AlfworldGame game) throws IOException {
    JsonObject row = new JsonObject();
    row.addProperty("id", game.id());
    row.addProperty("task_type", game.taskType());
    row.addProperty("task", game.task());
    row.addProperty("end", RowValues.label(episode.end()));
    row.add(TURNS, turns(episode));
    JsonlRows.response(episode.trajectory())
        .entrySet()
        .forEach(e -> row.add(e.getKey(), e.getValue()));
    journal.add(row, episode.task(), episode.sample());
    count(row);
  }

  private static JsonArray turns(Episode episode) {
    JsonArray turns = new JsonArray();
    for (AgentTurn turn : episode.turns()) {
      JsonArray said = new JsonArray();
      said.add(turn.reply());
      turn.observation().ifPresent(said::add);
      turns.add(said);
    }
    return turns;
  }

  private void count(JsonObject row) {
    won += row.get(REWARD).getAsDouble() > 0 ? 1 : 0;
  }

  /**
   * Returns how many episodes there are.
   *
   * @return at least 0
   */
  public int size() {
    return journal.size();
  }

  /**
   * Returns how many of them were won.
   *
   * @return at least 0
   */
  public int won() {
    return won;
  }

  /**
   * Returns what came of each episode.
   *
   * @return by game and sample
   * @throws IOException if the file cannot be read
   */
  public List<EpisodeOutcome> outcomes() throws IOException {
    List<EpisodeOutcome> outcomes = new ArrayList<>();
    journal.each(
        row ->
            outcomes.add(
                new EpisodeOutcome(
                    row.get(GAME).getAsInt(),
                    row.get("task_type").getAsString(),
                    row.get(REWARD).getAsDouble() > 0,
                    row.getAsJsonArray(TURNS).size(),
                    row.get("end").getAsString())));
    return outcomes;
  }

  /**
   * Reads the episodes as trajectories.
   *
   * @return by game, then by sample
   * @throws IOException if the file cannot be read
   */
  public List<List<Trajectory>> trajectories() throws IOException {
    TreeMap<Integer, List<Trajectory>> byGame = new TreeMap<>();
    journal.each(
        row ->
            byGame
                .computeIfAbsent(row.get(GAME).getAsInt(), game -> new ArrayList<>())
                .add(trajectory(row)));
    return List.copyOf(byGame.values());
  }

  private static Trajectory trajectory(JsonObject row) {
    int[] prompt = RowValues.ints(row.getAsJsonArray("prompt_token_ids"));
    int[] response = RowValues.ints(row.getAsJsonArray("response_token_ids"));
    JsonArray spans = row.getAsJsonArray("steps");
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      int[] span = RowValues.ints(spans.get(i).getAsJsonArray());
      double reward = i == spans.size() - 1 ? row.get(REWARD).getAsDouble() : 0;
      steps.add(new Step(prompt.length + span[0], prompt.length + span[1], reward));
    }
    String id = row.get("id").getAsString() + "#" + row.get(SAMPLE).getAsInt();
    return Trajectory.of(id, Ints.concat(prompt, response), steps);
  }

  /**
   * Writes all, by game and sample.
   *
   * @param file to write; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    journal.write(file, row -> true);
  }

  /** Closes the file, which stays where it is. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
