package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of trajectory files, good and bad. */
final class TrajectoryReaderTest {
  /* a = 0, b = 1, newline = 2, space = 3, é = 4, end of text 5, begin of text 6 */
  private static final CharTokenizer TOKENIZER = new CharTokenizer("ab\n é", true);
  private static final TrajectoryReaderOptions DEFAULT = TrajectoryReaderOptions.DEFAULT;

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("train.jsonl"), text);
  }

  private TrajectoryFile read(String text, TrajectoryReaderOptions options) throws IOException {
    return TrajectoryReader.read(write(text), TOKENIZER, options);
  }

  private Trajectory one(String row, TrajectoryReaderOptions options) throws IOException {
    return read(row, options).trajectories().get(0);
  }

  private void assertRefused(String text, TrajectoryReaderOptions options, String message)
      throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> TrajectoryReader.read(file, TOKENIZER, options))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + message);
  }

  @Test
  void textRow_takesPromptTokensResponseTokensAndOneEndOfText() throws IOException {
    TrajectoryFile file =
        read("{\"prompt\": \"ab\", \"response\": \"ba\", \"reward\": 1, \"id\": 7}", DEFAULT);

    Trajectory trajectory = file.trajectories().get(0);
    assertThat(trajectory.tokenIds()).containsExactly(6, 0, 1, 1, 0, 5);
    assertThat(trajectory.steps()).containsExactly(new Step(3, 6, 1));
    assertThat(trajectory.id()).isEqualTo("train.jsonl:1");
    assertThat(file.rows().get(0).promptLength()).isEqualTo(3);
    assertThat(file.droppedCount()).isZero();
  }

  @Test
  void textRow_isCutIntoStepsByTheSegmenter() throws IOException {
    Trajectory trajectory =
        one(
            "{\"prompt\": \"a\", \"response\": \"a\\nbb\\na\", \"reward\": 0.5}",
            DEFAULT.withSegmenter(StepSegmenter.NEWLINE));

    assertThat(trajectory.steps())
        .containsExactly(new Step(2, 4, 0), new Step(4, 7, 0), new Step(7, 9, 0.5));
  }

  @Test
  void tokenRow_isTakenAsItIs() throws IOException {
    Trajectory trajectory =
        one(
            "{\"prompt_token_ids\": [0, 1], \"response_token_ids\": [1, 2, 0], \"reward\": -1}",
            DEFAULT.withSegmenter(StepSegmenter.NEWLINE));

    assertThat(trajectory.tokenIds()).containsExactly(0, 1, 1, 2, 0);
    assertThat(trajectory.steps()).containsExactly(new Step(2, 4, 0), new Step(4, 5, -1));
  }

  @Test
  void tokenRow_beatsTheTextBesideIt() throws IOException {
    Trajectory trajectory =
        one(
            "{\"prompt\": \"b\", \"response\": \"bbb\", \"prompt_token_ids\": [0],"
                + " \"response_token_ids\": [1], \"reward\": 0}",
            DEFAULT);

    assertThat(trajectory.tokenIds()).containsExactly(0, 1);
  }

  @Test
  void tokenRowWithSteps_leavesObservationsBetweenThem() throws IOException {
    Trajectory trajectory =
        one(
            "{\"prompt_token_ids\": [0, 0], \"response_token_ids\": [1, 1, 1, 1, 1],"
                + " \"reward\": 1, \"steps\": [[0, 1], [3, 5]]}",
            DEFAULT);

    assertThat(trajectory.steps()).containsExactly(new Step(2, 3, 0), new Step(5, 7, 1));
  }

  @Test
  void blankLines_areSkippedAndCountedAsLines() throws IOException {
    TrajectoryFile file =
        read(
            "\n{\"prompt\":\"a\",\"response\":\"é\",\"reward\":1}\r\n  \r\n\n"
                + "{\"prompt\":\"a\",\"response\":\"b\",\"reward\":0}",
            DEFAULT);

    assertThat(file.rows()).extracting(TrajectoryRow::line).containsExactly(2L, 5L);
    assertThat(file.trajectories().get(0).tokenId(2)).isEqualTo(4);
  }

  @Test
  void emptyFile_hasNoRows() throws IOException {
    assertThat(read("", DEFAULT).rows()).isEmpty();
  }

  @Test
  void absentFile_isAnIoError() {
    assertThatThrownBy(
            () -> TrajectoryReader.read(folder.resolve("none.jsonl"), TOKENIZER, DEFAULT))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.jsonl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt':'a','response':'b'} | row must have a reward, got the keys [prompt, response]",
        "{'prompt':'a','response':'b','reward':NaN} | reward must be a finite number, got NaN",
        "{'prompt':'a','response':'b','reward':-Infinity} | reward must be a finite number, got -Infinity",
        "{'prompt':'a','response':'b','reward':1e999} | reward must be a finite number, got 1e999",
        "{'prompt':'a','response':'b','reward':'1'} | reward must be a finite number, got \"1\"",
        "{'prompt':'a','response':'b','reward':'NaN'} | reward must be a finite number, got \"NaN\"",
        "{'prompt':'a','response':'b','reward':true} | reward must be a finite number, got true",
        "{'prompt':'a','response':'b','reward':null} | reward must be a finite number, got null",
        "{'prompt':'a','response':'','reward':1} | response must have at least one token, got none",
        "{'prompt_token_ids':[0],'response_token_ids':[],'reward':1} | response must have at least one token, got none",
        "{'prompt_token_ids':[],'response_token_ids':[0],'reward':1} | prompt must have at least one token, got none",
        "{'prompt':'a','reward':1} | row must have prompt and response, or prompt_token_ids and response_token_ids, got the keys [prompt, reward]",
        "{'prompt':'a','response_token_ids':[0],'reward':1} | row must have prompt and response, or prompt_token_ids and response_token_ids, got the keys [prompt, response_token_ids, reward]",
        "{'prompt':'a','response':7,'reward':1} | response must be a string, got 7",
        "{'prompt_token_ids':[0.5],'response_token_ids':[0],'reward':1} | prompt_token_ids must hold integers >= 0, got 0.5 at index 0",
        "{'prompt_token_ids':[0],'response_token_ids':[0,-1],'reward':1} | response_token_ids must hold integers >= 0, got -1 at index 1",
        "{'prompt_token_ids':[0],'response_token_ids':[3000000000],'reward':1} | response_token_ids must hold integers >= 0, got 3000000000 at index 0",
        "{'prompt_token_ids':'0','response_token_ids':[0],'reward':1} | prompt_token_ids must be an array, got \"0\"",
        "{'prompt':'a','response':'b','reward':1,'steps':[[0,1]]} | steps must come with response_token_ids, got a text row",
        "{'prompt_token_ids':[0],'response_token_ids':[0,0],'reward':1,'steps':[]} | steps must hold at least one span, got []",
        "{'prompt_token_ids':[0],'response_token_ids':[0,0],'reward':1,'steps':[[0]]} | steps must hold pairs [start, end] of integers, got [0]",
        "{'prompt_token_ids':[0],'response_token_ids':[0,0],'reward':1,'steps':[[0,3]]} | steps must be in order, disjoint, not empty and within the 2 response tokens, got [0, 3] after 0",
        "{'prompt_token_ids':[0],'response_token_ids':[0,0],'reward':1,'steps':[[0,2],[1,2]]} | steps must be in order, disjoint, not empty and within the 2 response tokens, got [1, 2] after 2",
        "{'prompt_token_ids':[0],'response_token_ids':[0,0],'reward':1,'steps':[[1,1]]} | steps must be in order, disjoint, not empty and within the 2 response tokens, got [1, 1] after 0",
        "{'prompt':'a','prompt':'b','response':'b','reward':1} | row must be a JSON object, got key \"prompt\" appears twice",
      })
  void badRow_isRefusedByFileAndLine_orCountedIfAsked(String row, String problem)
      throws IOException {
    String good = "{\"prompt\":\"a\",\"response\":\"b\",\"reward\":1}\n";
    String text = good + "\n" + row.replace('\'', '"') + "\n" + good;

    assertRefused(text, DEFAULT, ":3: " + problem);

    TrajectoryFile file = read(text, DEFAULT.withSkipInvalid(true));
    assertThat(file.rows()).extracting(TrajectoryRow::line).containsExactly(1L, 4L);
    assertThat(file.droppedCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1, 2]", "not json", "{'prompt':'a'", "{'prompt':'a'} {}", "{prompt:'a'}"})
  void noJsonObject_isRefusedInOneLine(String row) throws IOException {
    Path file = write(row.replace('\'', '"'));

    assertThatThrownBy(() -> TrajectoryReader.read(file, TOKENIZER, DEFAULT))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + ":1: row must be a JSON object, got ")
        .message()
        .doesNotContain("\n")
        .doesNotContain("Strictness")
        .doesNotContain("null");
  }

  @Test
  void malformedUtf8_isRefusedByLine() throws IOException {
    Path file = folder.resolve("train.jsonl");
    byte[] good =
        "{\"prompt\":\"a\",\"response\":\"b\",\"reward\":1}\n".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(good, good.length + 2);
    bytes[good.length] = (byte) 0xC3;
    bytes[good.length + 1] = '\n';
    Files.write(file, bytes);

    assertThatThrownBy(() -> TrajectoryReader.read(file, TOKENIZER, DEFAULT))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + ":2: file must be UTF-8, got ");
  }

  @Test
  void promptAtTheLimit_isRefusedOrDropped() throws IOException {
    String row = "{\"prompt\":\"aaaa\",\"response\":\"b\",\"reward\":1}";
    TrajectoryReaderOptions options = DEFAULT.withMaxLength(5);
    String message = ":1: prompt must be shorter than maxLength, got 5 tokens and maxLength 5";

    assertRefused(row, options, message);
    assertRefused(row, options.withOverlong(OverlongRows.TRUNCATE), message);
    assertThat(read(row, options.withOverlong(OverlongRows.DROP)).dropped())
        .isEqualTo(Map.of(DropReason.PROMPT_TOO_LONG, 1));
    assertThat(
            read(row, options.withOverlong(OverlongRows.TRUNCATE).withSkipInvalid(true)).dropped())
        .isEqualTo(Map.of(DropReason.PROMPT_TOO_LONG, 1));
  }

  @Test
  void overlongRow_isRefusedDroppedOrTruncated() throws IOException {
    String row = "{\"prompt\":\"aaa\",\"response\":\"bbbb\",\"reward\":1}";
    TrajectoryReaderOptions options = DEFAULT.withMaxLength(6);

    assertRefused(
        row, options, ":1: row must have at most maxLength tokens, got 9 and maxLength 6");
    TrajectoryFile dropped = read(row, options.withOverlong(OverlongRows.DROP));
    assertThat(dropped.rows()).isEmpty();
    assertThat(dropped.dropped()).isEqualTo(Map.of(DropReason.TOO_LONG, 1));

    TrajectoryFile truncated = read(row, options.withOverlong(OverlongRows.TRUNCATE));
    Trajectory kept = truncated.trajectories().get(0);
    assertThat(truncated.truncated()).isEqualTo(1);
    assertThat(truncated.dropped()).isEmpty();
    assertThat(kept.tokenIds()).containsExactly(6, 0, 0, 0, 1, 1);
    assertThat(kept.reward()).isEqualTo(1);
    assertThat(kept.truncated()).isTrue();
  }

  @Test
  void rowOfExactlyTheLimit_isTakenWhole() throws IOException {
    String row = "{\"prompt\":\"aaa\",\"response\":\"bbbb\",\"reward\":1}";

    assertThat(one(row, DEFAULT.withMaxLength(9)).truncated()).isFalse();
  }

  @Test
  void truncationBeforeTheFirstAction_isRefused() throws IOException {
    assertRefused(
        "{\"prompt_token_ids\":[0],\"response_token_ids\":[0,0,0,0],\"reward\":1,"
            + "\"steps\":[[2,4]]}",
        DEFAULT.withMaxLength(3).withOverlong(OverlongRows.TRUNCATE),
        ":1: first action must be within maxLength, got token 3 and maxLength 3");
  }

  @Test
  void rewardNotRequired_isZeroIfAbsentButNeverNonsense() throws IOException {
    TrajectoryReaderOptions options = DEFAULT.withRequireReward(false);

    assertThat(one("{\"prompt\":\"a\",\"response\":\"b\"}", options).reward()).isZero();
    assertThat(one("{\"prompt\":\"a\",\"response\":\"b\",\"reward\":null}", options).reward())
        .isZero();
    assertThat(one("{\"prompt\":\"a\",\"response\":\"b\",\"reward\":2}", options).reward())
        .isEqualTo(2);
    assertRefused(
        "{\"prompt\":\"a\",\"response\":\"b\",\"reward\":NaN}",
        options,
        ":1: reward must be a finite number, got NaN");
  }

  @Test
  void drops_areCountedByReason() throws IOException {
    TrajectoryFile file =
        read(
            """
            {"prompt":"a","response":"b","reward":1}
            {"prompt":"a","response":"","reward":1}
            {"prompt":"a","response":"","reward":0}
            {"prompt":"a","response":"b"}
            nonsense
            {"prompt":"aaaaaaaa","response":"b","reward":1}
            {"prompt":"a","response":"bbbbbbbb","reward":1}
            """,
            DEFAULT.withMaxLength(8).withSkipInvalid(true));

    assertThat(file.rows()).hasSize(1);
    assertThat(file.dropped())
        .isEqualTo(
            Map.of(
                DropReason.EMPTY_RESPONSE, 2,
                DropReason.BAD_REWARD, 1,
                DropReason.MALFORMED, 1,
                DropReason.PROMPT_TOO_LONG, 1,
                DropReason.TOO_LONG, 1));
    assertThat(DropReason.PROMPT_TOO_LONG).hasToString("prompt too long");
  }

  @Test
  void options_limitBelowTwo_isRejected() {
    assertThatThrownBy(() -> DEFAULT.withMaxLength(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLength must be >= 2, got 1");
  }
}
