package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedEpisodeTest {
  private static final String RECORDED =
      """
      {"kind": "expert", "id": "g", "grammar": "2.1.3", "domain": "2.1.3", "initial": "Hello.",\
       "initial_admissible": ["look"], "steps": [{"c": "look", "o": "Dark.", "won": false,\
       "adm": ["go", "look"]}]}\
      """;
  private static final String TRANSCRIPT =
      """
      {"id": "g", "task_type": "t", "task": "win.", "initial": "Hello.",\
       "steps": [["look", "Dark."], ["go", "Light."]]}\
      """;

  @TempDir Path folder;

  @Test
  void stream_recordedFromTheEngine_hasEverything() throws IOException {
    assertThat(read(RECORDED))
        .isEqualTo(
            new RecordedEpisode(
                "g",
                AlfworldVersion.V2_1_3,
                Optional.of("Hello."),
                Optional.of(List.of("look")),
                List.of(
                    new RecordedStep("look", "Dark.", Optional.of(List.of("go", "look")), false)),
                false));
  }

  @Test
  void stream_randomWalk_hasNoIntroduction() throws IOException {
    assertThat(read(RECORDED.replace("expert", "random_walk")).introduction()).isEmpty();
  }

  @Test
  void stream_expertTranscript_endsWonAndOmitsPlaces() throws IOException {
    assertThat(read(TRANSCRIPT))
        .isEqualTo(
            new RecordedEpisode(
                "g",
                AlfworldVersion.V2_1_1,
                Optional.of("Hello."),
                Optional.empty(),
                List.of(
                    new RecordedStep("look", "Dark.", Optional.empty(), false),
                    new RecordedStep("go", "Light.", Optional.empty(), true)),
                true));
  }

  @Test
  void stream_transcriptWithWording_hasPlaces() throws IOException {
    RecordedEpisode episode =
        read(TRANSCRIPT.replace("\"task_type\"", "\"grammar\": \"2.1.3\", \"task_type\""));

    assertThat(episode.placesOmitted()).isFalse();
    assertThat(episode.version()).isEqualTo(AlfworldVersion.V2_1_3);
  }

  @Test
  void stream_episodeAtFault_isRefusedWithItsLine() {
    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> read(RECORDED.replace("\"2.1.3\", \"d", "\"2.2\", \"d")))
        .withMessageEndingWith("episodes.jsonl:1: grammar must be 2.1.1 or 2.1.3, got 2.2");
    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> read(RECORDED.replace("\"won\": false", "\"won\": 0")))
        .withMessageEndingWith("episodes.jsonl:1: won must be true or false, got 0");
    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> read(TRANSCRIPT.replace("[\"look\", \"Dark.\"]", "[\"look\"]")))
        .withMessageEndingWith(
            "episodes.jsonl:1: step must be an object or a pair, got [\"look\"]");
    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> read(TRANSCRIPT.replace("\"Dark.\"", "7")))
        .withMessageEndingWith("episodes.jsonl:1: member of steps must be a string, got 7");
    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> read(TRANSCRIPT.replace("\"steps\"", "\"stairs\"")))
        .withMessageEndingWith("episodes.jsonl:1: steps must be an array, got nothing");
  }

  private RecordedEpisode read(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("episodes.jsonl"), line + "\n");
    try (Stream<RecordedEpisode> episodes = RecordedEpisode.stream(file)) {
      return episodes.findFirst().get();
    }
  }
}
