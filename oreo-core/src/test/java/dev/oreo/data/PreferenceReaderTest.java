package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of preference files, good and bad. */
final class PreferenceReaderTest {
  /* a = 0, b = 1, newline = 2, end of text 3, begin of text 4 */
  private static final CharTokenizer TOKENIZER = new CharTokenizer("ab\n", true);
  private static final TrajectoryReaderOptions DEFAULT = TrajectoryReaderOptions.DEFAULT;

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("pairs.jsonl"), text.replace('\'', '"'));
  }

  private PreferenceFile read(String text, TrajectoryReaderOptions options) throws IOException {
    return PreferenceReader.read(write(text), TOKENIZER, options);
  }

  private PreferencePair one(String row) throws IOException {
    return read(row, DEFAULT.withSegmenter(StepSegmenter.NEWLINE)).pairs().get(0);
  }

  @Test
  void textRow_givesTwoAnswersToOnePromptWithRewardsOneAndZero() throws IOException {
    PreferencePair pair = one("{'prompt': 'ab', 'chosen': 'a\\nb', 'rejected': 'a', 'id': 1}");

    assertThat(pair.chosen().tokenIds()).containsExactly(4, 0, 1, 0, 2, 1, 3);
    assertThat(pair.chosen().steps()).containsExactly(new Step(3, 5, 0), new Step(5, 7, 1));
    assertThat(pair.chosen().id()).isEqualTo("pairs.jsonl:1:chosen");
    assertThat(pair.rejected().tokenIds()).containsExactly(4, 0, 1, 0, 3);
    assertThat(pair.rejected().steps()).containsExactly(new Step(3, 5, 0));
    assertThat(pair.rejected().id()).isEqualTo("pairs.jsonl:1:rejected");
  }

  @Test
  void tokenRow_isTakenAsItIs_andBeatsTheTextBesideIt() throws IOException {
    PreferencePair pair =
        one(
            "{'prompt':'b','chosen':'b','rejected':'b','prompt_token_ids':[0],"
                + "'chosen_token_ids':[1,0,1],'rejected_token_ids':[2],"
                + "'chosen_steps':[[0,1],[2,3]],'chosen_reward':0.75,'rejected_reward':-2}");

    assertThat(pair.chosen().tokenIds()).containsExactly(0, 1, 0, 1);
    assertThat(pair.chosen().steps()).containsExactly(new Step(1, 2, 0), new Step(3, 4, 0.75));
    assertThat(pair.rejected().tokenIds()).containsExactly(0, 2);
    assertThat(pair.rejected().steps()).containsExactly(new Step(1, 2, -2));
  }

  @Test
  void rewardOfNull_isTheDefault() throws IOException {
    PreferencePair pair = one("{'prompt':'a','chosen':'a','rejected':'b','chosen_reward':null}");

    assertThat(pair.chosen().reward()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt':'a','chosen':'b'} | MALFORMED | row must have prompt, chosen and rejected, or prompt_token_ids, chosen_token_ids and rejected_token_ids, got the keys [prompt, chosen]",
        "{'prompt':'a','chosen':'b','rejected':1} | MALFORMED | rejected must be a string, got 1",
        "{'prompt':'a','chosen':'b','rejected':''} | EMPTY_RESPONSE | rejected must have at least one token, got none",
        "{'prompt':'a','chosen':'','rejected':'b'} | EMPTY_RESPONSE | chosen must have at least one token, got none",
        "{'prompt':'a','chosen':'a','rejected':'b','chosen_reward':'1'} | BAD_REWARD | chosen_reward must be a finite number, got \"1\"",
        "{'prompt':'a','chosen':'a','rejected':'b','rejected_reward':NaN} | BAD_REWARD | rejected_reward must be a finite number, got NaN",
        "{'prompt':'a','chosen':'a','rejected':'b','rejected_steps':[[0,1]]} | MALFORMED | rejected_steps must come with rejected_token_ids, got a text row",
        "{'prompt_token_ids':[],'chosen_token_ids':[0],'rejected_token_ids':[0]} | MALFORMED | prompt must have at least one token, got none",
        "{'prompt_token_ids':[0],'chosen_token_ids':[0],'rejected_token_ids':[-1]} | MALFORMED | rejected_token_ids must hold integers >= 0, got -1 at index 0",
        "{'prompt_token_ids':[0],'chosen_token_ids':[0],'rejected_token_ids':[0,1],'rejected_steps':[]} | MALFORMED | rejected_steps must hold at least one span, got []",
        "{'prompt_token_ids':[0],'chosen_token_ids':[0],'rejected_token_ids':[0,1],'rejected_steps':[[1,1]]} | MALFORMED | rejected_steps must be in order, disjoint, not empty and within the 2 rejected tokens, got [1, 1] after 0",
        "{'prompt_token_ids':[0],'chosen_token_ids':[0],'rejected_token_ids':[0,1],'rejected_steps':[[1,2]]} | MALFORMED | chosen and rejected must have the same tokens before their first step, got 1 and 2",
        "{'prompt_token_ids':[0],'chosen_token_ids':[1,1],'rejected_token_ids':[0,1],'chosen_steps':[[1,2]],'rejected_steps':[[1,2]]} | MALFORMED | chosen and rejected must have the same tokens before their first step, got 2 and 2 that differ",
        "{'prompt':'aaaaaaaa','chosen':'a','rejected':'b'} | PROMPT_TOO_LONG | prompt must be shorter than maxLength, got 9 tokens and maxLength 8",
        "{'prompt':'a','chosen':'a','rejected':'bbbbbb'} | TOO_LONG | prompt and rejected must have at most maxLength tokens, got 9 and maxLength 8",
      })
  void badRow_isRefusedAsAWhole_orCountedIfAsked(String row, DropReason reason, String problem)
      throws IOException {
    TrajectoryReaderOptions options = DEFAULT.withMaxLength(8);
    Path file = write("{'prompt':'a','chosen':'a','rejected':'b'}\n" + row);

    assertThatThrownBy(() -> PreferenceReader.read(file, TOKENIZER, options))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ":2: " + problem);
    PreferenceFile kept = PreferenceReader.read(file, TOKENIZER, options.withSkipInvalid(true));
    assertThat(kept.pairs()).hasSize(1);
    assertThat(kept.dropped()).isEqualTo(Map.of(reason, 1));
    assertThat(kept.droppedCount()).isEqualTo(1);
  }

  @Test
  void overlongAnswer_dropsTheRowOrIsCutAlone() throws IOException {
    String row = "{'prompt':'a','chosen':'a','rejected':'bbbbbb'}";
    TrajectoryReaderOptions options = DEFAULT.withMaxLength(6);

    PreferenceFile dropped = read(row, options.withOverlong(OverlongRows.DROP));
    PreferenceFile cut = read(row, options.withOverlong(OverlongRows.TRUNCATE));

    assertThat(dropped.pairs()).isEmpty();
    assertThat(dropped.dropped()).isEqualTo(Map.of(DropReason.TOO_LONG, 1));
    assertThat(cut.truncated()).isEqualTo(1);
    assertThat(cut.pairs().get(0).chosen().truncated()).isFalse();
    assertThat(cut.pairs().get(0).rejected().tokenIds()).containsExactly(4, 0, 1, 1, 1, 1);
  }

  @Test
  void cutBeforeTheFirstStep_namesTheAnswer() throws IOException {
    Path file =
        write(
            "{'prompt_token_ids':[0],'chosen_token_ids':[0,0,0],'rejected_token_ids':[0,0,1],"
                + "'chosen_steps':[[2,3]],'rejected_steps':[[2,3]]}");
    TrajectoryReaderOptions options = DEFAULT.withMaxLength(3).withOverlong(OverlongRows.TRUNCATE);

    assertThatThrownBy(() -> PreferenceReader.read(file, TOKENIZER, options))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            file
                + ":1: first action of chosen must be within maxLength, got token 3 and maxLength 3");
  }
}
