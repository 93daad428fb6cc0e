package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of labeled files, good and bad. */
final class LabeledReaderTest {
  /* a = 0, b = 1, end of text 2, begin of text 3 */
  private static final CharTokenizer TOKENIZER = new CharTokenizer("ab", true);
  private static final TrajectoryReaderOptions DEFAULT = TrajectoryReaderOptions.DEFAULT;

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("labels.jsonl"), text.replace('\'', '"'));
  }

  private TrajectoryFile read(String text, TrajectoryReaderOptions options) throws IOException {
    return LabeledReader.read(write(text), TOKENIZER, options);
  }

  @Test
  void labels_areRewardsOneAndZero() throws IOException {
    TrajectoryFile file =
        read(
            """
            {'prompt': 'a', 'completion': 'ba', 'label': true, 'id': 3}
            {'prompt': 'a', 'completion': 'b', 'label': false}
            """,
            DEFAULT);

    Trajectory desirable = file.trajectories().get(0);
    assertThat(desirable.tokenIds()).containsExactly(3, 0, 1, 0, 2);
    assertThat(desirable.steps()).containsExactly(new Step(2, 5, 1));
    assertThat(desirable.id()).isEqualTo("labels.jsonl:1");
    assertThat(file.rows().get(0).promptLength()).isEqualTo(2);
    assertThat(file.trajectories().get(1).steps()).containsExactly(new Step(2, 4, 0));
  }

  @Test
  void tokenRow_isTakenAsItIsWithItsSteps() throws IOException {
    Trajectory trajectory =
        read(
                "{'prompt_token_ids':[0],'completion_token_ids':[1,1,0],'steps':[[0,1],[2,3]],"
                    + "'label':true}",
                DEFAULT)
            .trajectories()
            .get(0);

    assertThat(trajectory.tokenIds()).containsExactly(0, 1, 1, 0);
    assertThat(trajectory.steps()).containsExactly(new Step(1, 2, 0), new Step(3, 4, 1));
  }

  @Test
  void labelNotRequired_isRewardZeroIfAbsent() throws IOException {
    TrajectoryReaderOptions options = DEFAULT.withRequireReward(false);

    assertThat(read("{'prompt':'a','completion':'b'}", options).trajectories().get(0).reward())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt':'a','completion':'b'} | BAD_REWARD | row must have a label, got the keys [prompt, completion]",
        "{'prompt':'a','completion':'b','label':1} | BAD_REWARD | label must be true or false, got 1",
        "{'prompt':'a','completion':'b','label':'true'} | BAD_REWARD | label must be true or false, got \"true\"",
        "{'prompt':'a','completion':'b','label':null} | BAD_REWARD | label must be true or false, got null",
        "{'prompt':'a','response':'b','label':true} | MALFORMED | row must have prompt and completion, or prompt_token_ids and completion_token_ids, got the keys [prompt, response, label]",
        "{'prompt':'a','completion':'','label':true} | EMPTY_RESPONSE | completion must have at least one token, got none",
        "{'prompt':'a','completion':[],'label':true} | MALFORMED | completion must be a string, got []",
        "{'prompt':'a','completion':'b','label':true,'steps':[[0,1]]} | MALFORMED | steps must come with completion_token_ids, got a text row",
        "{'prompt_token_ids':[0],'completion_token_ids':[0],'label':true,'steps':[[0,2]]} | MALFORMED | steps must be in order, disjoint, not empty and within the 1 completion tokens, got [0, 2] after 0",
      })
  void badRow_isRefusedByFileAndLine_orCountedIfAsked(String row, DropReason reason, String problem)
      throws IOException {
    Path file = write("\n" + row);

    assertThatThrownBy(() -> LabeledReader.read(file, TOKENIZER, DEFAULT))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ":2: " + problem);
    assertThat(LabeledReader.read(file, TOKENIZER, DEFAULT.withSkipInvalid(true)).dropped())
        .isEqualTo(Map.of(reason, 1));
  }
}
