package dev.oreo.examples.alfworld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.agent.TurnTemplate;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transcript with a mistake as tokens. */
final class DemonstrationTest {
  private static final AlfworldProtocol PROTOCOL = AlfworldProtocol.withInstruction("Play.");
  private static final Transcript TRANSCRIPT =
      new Transcript(
          "game",
          "You see a desk 1. Your task is to: put a mug in desk.",
          List.of("go to desk 1", "go to desk 2", "put mug 1 in/on desk 1"),
          List.of("On the desk 1, you see nothing.", "Nothing happens.", "You put it there."),
          Set.of(1));

  @TempDir private Path folder;

  @Test
  void trajectory_readsMistakesAndDoesNotLearnThem() throws IOException {
    HuggingFaceCheckpoint model =
        new SmallModel(64, 1).create(folder.resolve("model"), List.of("go to desk 1"), 1);
    TurnTemplate template = EpisodeRun.template(model, PROTOCOL);

    Trajectory trajectory = Demonstration.of(TRANSCRIPT, PROTOCOL).trajectory(template);

    assertThat(model.tokenizer().decode(trajectory.tokenIds()))
        .containsSubsequence(
            "Action: go to desk 1", "Action: go to desk 2", "Nothing happens.", "Action: put mug");
    assertThat(trajectory.steps().stream().map(step -> text(model, trajectory, step)))
        .containsExactly("Action: go to desk 1", "Action: put mug 1 in/on desk 1");
    assertThat(trajectory.reward()).isEqualTo(1);
  }

  private static String text(HuggingFaceCheckpoint model, Trajectory trajectory, Step step) {
    return model
        .tokenizer()
        .decode(Arrays.copyOfRange(trajectory.tokenIds(), step.start(), step.end()));
  }
}
