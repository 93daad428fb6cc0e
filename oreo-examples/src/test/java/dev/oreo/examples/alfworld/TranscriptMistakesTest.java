package dev.oreo.examples.alfworld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.SharedData;
import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldGames;
import dev.oreo.environment.AlfworldVersion;
import dev.oreo.environment.EnvironmentState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Mistakes in a transcript are commands that its world could not have obeyed. */
final class TranscriptMistakesTest {
  private static final int DRAWS = 300;

  /** One in so many games is played. */
  private static final int EVERY = 25;

  private static final Transcript ORIGINAL =
      new Transcript(
          "game",
          "You are in the middle of a room. Looking quickly around you, you see a desk 1, a drawer 2,"
              + " and a drawer 1.\n\nYour task is to: put a mug in desk.",
          List.of(
              "go to desk 1",
              "go to drawer 1",
              "open drawer 1",
              "take mug 1 from drawer 1",
              "go to desk 1",
              "put mug 1 in/on desk 1"),
          List.of(
              "On the desk 1, you see a mug 11.",
              "The drawer 1 is closed.",
              "You open the drawer 1. The drawer 1 is open. In it, you see a mug 1.",
              "You pick up the mug 1 from the drawer 1.",
              "On the desk 1, you see a mug 11.",
              "You put the mug 1 in/on the desk 1."));

  private static List<Transcript> drawn() {
    Random random = new Random(3);
    List<Transcript> all = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      all.add(TranscriptMistakes.in(ORIGINAL, random));
    }
    return all;
  }

  @Test
  void mistakes_leaveWhatTheExpertDidAsItWas() {
    for (Transcript transcript : drawn()) {
      List<String> commands = new ArrayList<>();
      List<String> feedback = new ArrayList<>();
      for (int i = 0; i < transcript.commands().size(); i++) {
        if (transcript.mistakes().contains(i)) {
          assertThat(transcript.feedback().get(i)).isEqualTo("Nothing happens.");
        } else {
          commands.add(transcript.commands().get(i));
          feedback.add(transcript.feedback().get(i));
        }
      }
      assertThat(commands).isEqualTo(ORIGINAL.commands());
      assertThat(feedback).isEqualTo(ORIGINAL.feedback());
      assertThat(transcript.introduction()).isEqualTo(ORIGINAL.introduction());
    }
  }

  @Test
  void mistakes_areImpossibleWhereTheyStand() {
    Set<String> seen = new TreeSet<>();
    for (Transcript transcript : drawn()) {
      int expert = 0;
      for (int i = 0; i < transcript.commands().size(); i++) {
        if (transcript.mistakes().contains(i)) {
          seen.add(expert + " " + transcript.commands().get(i));
        } else {
          expert++;
        }
      }
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            // nowhere yet: a place of any kind that is one too many
            "0 go to desk 2",
            "0 go to drawer 3",
            // at the desk, where mug 11 lies and mug 1 does not
            "1 go to desk 2",
            "1 go to desk 1",
            "1 put mug 1 in/on desk 1",
            "1 take mug 1 from desk 1",
            // at the closed drawer
            "2 go to drawer 3",
            "2 go to drawer 1",
            "2 put mug 1 in/on drawer 1",
            "2 take mug 1 from drawer 1",
            // at the open drawer, where it could be taken
            "3 go to drawer 3",
            "3 go to drawer 1",
            "3 put mug 1 in/on drawer 1",
            // with the mug in one's hand
            "4 go to drawer 3",
            "4 go to drawer 1",
            "4 take mug 1 from drawer 1",
            "5 go to desk 2",
            "5 go to desk 1",
            "5 take mug 1 from desk 1");
  }

  /** The engine's own answers, in a sample of the games that the transcripts are of. */
  @Test
  void mistakes_inTheGamesThemselves_areAnsweredAsToldAndChangeNothing() throws IOException {
    Map<String, AlfworldGame> games =
        AlfworldGames.read(SharedData.path("alfworld/games_train.jsonl.gz")).stream()
            .collect(Collectors.toMap(AlfworldGame::id, Function.identity()));
    List<Transcript> transcripts =
        GameFiles.transcripts(SharedData.path("alfworld/expert_traj_train.jsonl.gz"));
    AlfworldProtocol protocol = AlfworldProtocol.of(AlfworldVersion.V2_1_1);
    Random random = new Random(5);
    for (int i = 0; i < transcripts.size(); i += EVERY) {
      Transcript transcript = TranscriptMistakes.in(transcripts.get(i), random);
      EnvironmentState state = games.get(transcript.game()).open(AlfworldVersion.V2_1_1).reset();
      for (int step = 0; step < transcript.commands().size(); step++) {
        state = state.step(transcript.commands().get(step));
        // without the sentence "You arrive at loc 7.", which the transcripts leave out
        assertThat(protocol.observation(state.observation()))
            .as("%s, step %d: %s", transcript.game(), step, transcript.commands().get(step))
            .isEqualTo(protocol.observation(transcript.feedback().get(step)));
      }
    }
  }

  @Test
  void mistakes_areMadeOftenOrNever_andSeveralInARow() {
    List<Transcript> all = drawn();

    assertThat(all).anyMatch(transcript -> transcript.mistakes().isEmpty());
    assertThat(all).anyMatch(transcript -> transcript.mistakes().size() >= 4);
    assertThat(all)
        .anyMatch(
            transcript ->
                transcript.mistakes().stream()
                    .anyMatch(
                        i ->
                            transcript.mistakes().contains(i + 1)
                                && transcript
                                    .commands()
                                    .get(i)
                                    .equals(transcript.commands().get(i + 1))));
  }
}
