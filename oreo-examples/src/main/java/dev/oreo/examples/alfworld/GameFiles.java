package dev.oreo.examples.alfworld;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldGames;
import dev.oreo.environment.RecordedEpisode;
import dev.oreo.environment.RecordedStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Reads games and the expert's transcripts of them. */
public final class GameFiles {
  private GameFiles() {}

  /**
   * Reads the games of several files.
   *
   * @param files JSONL, also gzipped
   * @return all games, in order, at least one
   * @throws IOException if a file cannot be read
   */
  public static List<AlfworldGame> games(List<Path> files) throws IOException {
    List<AlfworldGame> games = new ArrayList<>();
    for (Path file : files) {
      games.addAll(AlfworldGames.read(file));
    }
    checkArgument(!games.isEmpty(), "games must not be empty, got none in %s", files);
    return games;
  }

  /**
   * Reads the expert's transcripts.
   *
   * @param file JSONL, also gzipped
   * @return all of them, in order
   * @throws IllegalArgumentException if a transcript has no introduction or no steps
   * @throws IOException if the file cannot be read
   */
  public static List<Transcript> transcripts(Path file) throws IOException {
    try (Stream<RecordedEpisode> episodes = RecordedEpisode.stream(file)) {
      return episodes.map(episode -> transcript(file, episode)).toList();
    }
  }

  private static Transcript transcript(Path file, RecordedEpisode episode) {
    return new Transcript(
        episode.game(),
        episode
            .introduction()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "transcript must have an introduction, found none of game %s (%s)"
                            .formatted(episode.game(), file))),
        episode.steps().stream().map(RecordedStep::command).toList(),
        episode.steps().stream().map(RecordedStep::observation).toList());
  }

  /**
   * Draws some of a list without replacement.
   *
   * @param all the list
   * @param count how many
   * @param seed of the draw
   * @param <T> of what
   * @return the whole list in its order if not more are there, else as many in the order drawn
   */
  public static <T> List<T> some(List<T> all, int count, long seed) {
    if (count >= all.size()) {
      return all;
    }
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    return List.copyOf(shuffled.subList(0, count));
  }
}
