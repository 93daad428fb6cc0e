package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every recorded episode of ALFWorld plays as it did when it was recorded. */
final class AlfworldReplayTest {
  @Test
  void replay_episodesOfTheRealEngine_differInNothing() throws IOException {
    Counts counts =
        replay("engine_traces.jsonl.gz", "games_train", "games_valid_seen", "games_valid_unseen");

    assertThat(counts.differences).isEmpty();
    assertThat(counts.episodes).isEqualTo(279);
    assertThat(counts.steps).isEqualTo(8276);
  }

  @Test
  void replay_expertTranscripts_differInNothingAndWin() throws IOException {
    Counts counts = replay("expert_traj_train.jsonl.gz", "games_train");

    assertThat(counts.differences).isEmpty();
    assertThat(counts.episodes).isEqualTo(3554);
    assertThat(counts.won).isEqualTo(3554);
    assertThat(counts.steps).isEqualTo(60_628);
  }

  @Test
  void replay_walkthroughsOfThePlanner_differInNothingAndWin() throws IOException {
    Counts counts = replay("walkthrough_valid.jsonl.gz", "games_valid_seen", "games_valid_unseen");

    assertThat(counts.differences).isEmpty();
    assertThat(counts.episodes).isEqualTo(274);
    assertThat(counts.won).isEqualTo(274);
  }

  private static Counts replay(String episodes, String... games) throws IOException {
    Map<String, List<RecordedEpisode>> byGame;
    try (Stream<RecordedEpisode> stream = RecordedEpisode.stream(data(episodes))) {
      byGame = stream.collect(Collectors.groupingBy(RecordedEpisode::game));
    }
    Counts counts = new Counts();
    for (String file : games) {
      try (Stream<AlfworldGame> stream = AlfworldGames.stream(data(file + ".jsonl.gz"))) {
        stream.forEach(
            game ->
                byGame
                    .getOrDefault(game.id(), List.of())
                    .forEach(episode -> counts.add(EpisodeReplay.of(game, episode))));
      }
    }
    return counts;
  }

  private static Path data(String file) {
    return SharedData.path("alfworld/" + file);
  }

  private static final class Counts {
    private final Map<EpisodeReplay.Difference, Integer> differences = new HashMap<>();
    private int episodes;
    private int won;
    private int steps;

    void add(EpisodeReplay replay) {
      episodes++;
      won += replay.won() ? 1 : 0;
      steps += replay.steps();
      replay.difference().ifPresent(difference -> differences.put(difference, episodes));
    }
  }
}
