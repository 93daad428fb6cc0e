package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ChatMessage;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as they are written, and that the readers give back what was written. */
final class JsonlRowsTest {
  private static final CharTokenizer TOKENIZER = new CharTokenizer("ab", true);
  private static final TrajectoryReaderOptions DEFAULT = TrajectoryReaderOptions.DEFAULT;
  /* Two turns with an observation between them and one at the end. */
  private static final Trajectory TURNS =
      Trajectory.of(
          "turns",
          new int[] {9, 8, 1, 2, 7, 3, 6},
          List.of(new Step(2, 4, 0), new Step(5, 6, -0.5)));
  private static final Trajectory SHORT =
      Trajectory.of("short", new int[] {9, 8, 5}, List.of(new Step(2, 3, 2)));

  @TempDir private Path folder = Path.of("");

  private Path write(JsonObject row) throws IOException {
    Path file = folder.resolve("rows.jsonl");
    try (JsonlWriter out = new JsonlWriter(file)) {
      out.write(row);
      out.commit();
    }
    return file;
  }

  private static void assertSame(Trajectory read, Trajectory written) {
    assertThat(read.tokenIds()).isEqualTo(written.tokenIds());
    assertThat(read.steps()).isEqualTo(written.steps());
  }

  @Test
  void textRows_haveTheKeysOfTheirFormat() {
    assertThat(JsonlRows.response("a", "b", 0.5))
        .hasToString("{\"prompt\":\"a\",\"response\":\"b\",\"reward\":0.5}");
    assertThat(JsonlRows.labeled("a", "b", false))
        .hasToString("{\"prompt\":\"a\",\"completion\":\"b\",\"label\":false}");
    assertThat(JsonlRows.pair("a", "b", "c"))
        .hasToString("{\"prompt\":\"a\",\"chosen\":\"b\",\"rejected\":\"c\"}");
    assertThat(JsonlRows.messages(List.of(new ChatMessage("user", "q")), 1))
        .hasToString("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"reward\":1.0}");
  }

  @Test
  void trajectory_comesBack() throws IOException {
    Path file = write(JsonlRows.response(TURNS));

    assertSame(TrajectoryReader.read(file, TOKENIZER, DEFAULT).trajectories().get(0), TURNS);
  }

  @Test
  void labeledTrajectory_comesBackWithItsLabel() throws IOException {
    Path file = write(JsonlRows.labeled(TURNS, true));

    Trajectory read = LabeledReader.read(file, TOKENIZER, DEFAULT).trajectories().get(0);
    assertThat(read.tokenIds()).isEqualTo(TURNS.tokenIds());
    assertThat(read.steps()).containsExactly(new Step(2, 4, 0), new Step(5, 6, 1));
  }

  @Test
  void pair_comesBackWithBothRewards() throws IOException {
    Path file = write(JsonlRows.pair(new PreferencePair(TURNS, SHORT)));

    PreferencePair read = PreferenceReader.read(file, TOKENIZER, DEFAULT).pairs().get(0);
    assertSame(read.chosen(), TURNS);
    assertSame(read.rejected(), SHORT);
  }

  @Test
  void rewardBeforeTheLastStep_isRejected() {
    Trajectory early =
        Trajectory.of("early", new int[] {1, 2, 3}, List.of(new Step(1, 2, 1), new Step(2, 3, 0)));

    assertThatThrownBy(() -> JsonlRows.response(early))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "reward must be earned at the last step to be written, got 1.0 at step 0 (trajectory early)");
  }

  @Test
  void rewardThatIsNoNumber_isRejected() {
    assertThatThrownBy(() -> JsonlRows.response("a", "b", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reward must be finite, got NaN");
    assertThatThrownBy(() -> JsonlRows.messages(List.of(), Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reward must be finite, got Infinity");
  }
}
