package dev.oreo.examples.benchmark;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldGames;
import dev.oreo.environment.RecordedEpisode;
import dev.oreo.environment.RecordedStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Recorded episodes of ALFWorld and the games that they were played in.
 *
 * @param episodes the episodes
 * @param games by id, those of the episodes
 */
public record RecordedGames(List<RecordedEpisode> episodes, Map<String, AlfworldGame> games) {

  /** Copies list and map. {@inheritDoc} */
  public RecordedGames {
    episodes = List.copyOf(episodes);
    games = Map.copyOf(games);
  }

  /**
   * Reads the first recorded episodes and their games.
   *
   * @param games files of games: JSONL, also gzipped
   * @param traces file of recorded episodes: JSONL, also gzipped
   * @param episodes how many of them, at least 1
   * @return as many as there are
   * @throws IOException if a file cannot be read
   */
  public static RecordedGames read(List<Path> games, Path traces, int episodes) throws IOException {
    List<RecordedEpisode> recorded;
    try (Stream<RecordedEpisode> stream = RecordedEpisode.stream(traces)) {
      recorded = stream.limit(episodes).toList();
    }
    List<String> wanted = recorded.stream().map(RecordedEpisode::game).toList();
    Map<String, AlfworldGame> found = new HashMap<>();
    for (Path file : games) {
      try (Stream<AlfworldGame> stream = AlfworldGames.stream(file)) {
        stream
            .filter(game -> wanted.contains(game.id()))
            .forEach(game -> found.put(game.id(), game));
      }
    }
    return new RecordedGames(recorded, found);
  }

  /**
   * Opens the game of each episode.
   *
   * @return the episodes' commands, each with its game, in order
   * @throws IllegalArgumentException if an episode's game is not among the games
   */
  public List<EnvironmentBenchmark.Script> open() {
    List<EnvironmentBenchmark.Script> scripts = new ArrayList<>();
    for (RecordedEpisode episode : episodes) {
      AlfworldGame game = games.get(episode.game());
      checkArgument(game != null, "--games must hold %s, found none of that id", episode.game());
      scripts.add(
          new EnvironmentBenchmark.Script(
              game.open(episode.version()),
              episode.steps().stream().map(RecordedStep::command).toList()));
    }
    return List.copyOf(scripts);
  }
}
