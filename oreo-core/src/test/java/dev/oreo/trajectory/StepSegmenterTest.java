package dev.oreo.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StepSegmenterTest {

  @Test
  void sentence_periodAndNewline_endSteps() {
    assertThat(texts(StepSegmenter.SENTENCE, "A. B.\nC")).containsExactly("A. ", "B.\n", "C");
  }

  @Test
  void sentence_decimalPoint_endsNothing() {
    assertThat(texts(StepSegmenter.SENTENCE, "x=3.5. So")).containsExactly("x=3.5. ", "So");
  }

  @Test
  void sentence_periodBeforeDollar_endsStepAfterTheSpace() {
    assertThat(texts(StepSegmenter.SENTENCE, "$y$.$ Z")).containsExactly("$y$.$ ", "Z");
  }

  @Test
  void sentence_abbreviationWithSpace_endsStep() {
    assertThat(texts(StepSegmenter.SENTENCE, "e.g. this")).containsExactly("e.g. ", "this");
  }

  @Test
  void newline_emptyLine_isAStepOfItsOwn() {
    assertThat(texts(StepSegmenter.NEWLINE, "a\nb\n\nc")).containsExactly("a\n", "b\n", "\n", "c");
  }

  @Test
  void newline_sentences_endNothing() {
    assertThat(texts(StepSegmenter.NEWLINE, "A. B.$ C")).containsExactly("A. B.$ C");
  }

  @Test
  void newline_trailingNewline_leavesNoEmptyStep() {
    assertThat(texts(StepSegmenter.NEWLINE, "a\nb\n")).containsExactly("a\n", "b\n");
  }

  @Test
  void whole_anyText_isOneStep() {
    assertThat(texts(StepSegmenter.WHOLE, "A. B.\n\nC")).containsExactly("A. B.\n\nC");
  }

  @ParameterizedTest
  @EnumSource
  void starts_emptyText_isOneStep(StepSegmenter segmenter) {
    assertThat(segmenter.starts("")).containsExactly(0);
  }

  @ParameterizedTest
  @EnumSource
  void steps_randomTextAndTokens_coverEveryTokenOnce(StepSegmenter segmenter) {
    Random random = new Random(7);
    for (int trial = 0; trial < 300; trial++) {
      String text = randomText(random);
      int[] tokenStarts = randomTokens(text, random);

      List<Step> steps = segmenter.steps(tokenStarts, text, 5, 1);

      int end = 5;
      for (Step step : steps) {
        assertThat(step.start()).isEqualTo(end);
        end = step.end();
      }
      assertThat(end).isEqualTo(5 + tokenStarts.length);
      assertThat(String.join("", texts(segmenter, text))).isEqualTo(text);
    }
  }

  @Test
  void steps_tokensAlignedWithLines_startAtTheLines() {
    // tokens: a | \n | b | c | \n | d | end of text
    List<Step> steps =
        StepSegmenter.NEWLINE.steps(new int[] {0, 1, 2, 3, 4, 5, 6}, "a\nbc\nd", 3, 1);

    assertThat(steps).containsExactly(new Step(3, 5, 0), new Step(5, 8, 0), new Step(8, 10, 1));
  }

  @Test
  void steps_spaceJoinsTheNextToken_stepBeginsWithThatToken() {
    // tokens: A | . | " B" | . : the step's first character B is inside the third token
    List<Step> steps = StepSegmenter.SENTENCE.steps(new int[] {0, 1, 2, 4}, "A. B.", 1, 0.5);

    assertThat(steps).containsExactly(new Step(1, 3, 0), new Step(3, 5, 0.5));
  }

  @Test
  void steps_emptyLineInsideOneToken_collapsesIntoTheStepBefore() {
    // tokens: b | "\n\n" | c
    List<Step> steps = StepSegmenter.NEWLINE.steps(new int[] {0, 1, 3}, "b\n\nc", 1, 1);

    assertThat(steps).containsExactly(new Step(1, 3, 0), new Step(3, 4, 1));
  }

  @Test
  void steps_emptyLineOfItsOwnToken_isAStep() {
    // tokens: b | \n | \n | c
    List<Step> steps = StepSegmenter.NEWLINE.steps(new int[] {0, 1, 2, 3}, "b\n\nc", 1, 1);

    assertThat(steps).containsExactly(new Step(1, 3, 0), new Step(3, 4, 0), new Step(4, 5, 1));
  }

  @Test
  void steps_severalInOneToken_areOne() {
    // tokens: "a\nb\nc" | d
    List<Step> steps = StepSegmenter.NEWLINE.steps(new int[] {0, 5}, "a\nb\ncd", 1, 1);

    assertThat(steps).containsExactly(new Step(1, 3, 1));
  }

  @Test
  void steps_characterOfSeveralTokens_beginsWithItsFirst() {
    // tokens: a | \n | three tokens for the bytes of one character | end of text
    List<Step> steps = StepSegmenter.NEWLINE.steps(new int[] {0, 1, 2, 2, 2, 3}, "a\n€", 1, 1);

    assertThat(steps).containsExactly(new Step(1, 3, 0), new Step(3, 7, 1));
  }

  @Test
  void steps_endOfTextAfterDelimiter_belongsToTheLastStep() {
    List<Step> steps = StepSegmenter.NEWLINE.steps(new int[] {0, 1, 2, 3, 4}, "a\nb\n", 1, 1);

    assertThat(steps).containsExactly(new Step(1, 3, 0), new Step(3, 6, 1));
  }

  @Test
  void steps_onlyEndOfText_isOneStep() {
    assertThat(StepSegmenter.SENTENCE.steps(new int[] {0}, "", 4, 1))
        .containsExactly(new Step(4, 5, 1));
  }

  @Test
  void steps_noTokens_isRejected() {
    assertThatThrownBy(() -> StepSegmenter.WHOLE.steps(new int[0], "a", 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokenStarts must not be empty");
  }

  @Test
  void steps_decreasingStarts_isRejected() {
    assertThatThrownBy(() -> StepSegmenter.WHOLE.steps(new int[] {0, 2, 1}, "abc", 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tokenStarts must be non-decreasing within the 3 chars of the text, got 1 after 2");
  }

  @Test
  void steps_startBeyondText_isRejected() {
    assertThatThrownBy(() -> StepSegmenter.WHOLE.steps(new int[] {0, 4}, "abc", 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tokenStarts must be non-decreasing within the 3 chars of the text, got 4 after 0");
  }

  private static List<String> texts(StepSegmenter segmenter, String text) {
    List<Integer> starts = segmenter.starts(text);
    List<String> texts = new ArrayList<>();
    for (int k = 0; k < starts.size(); k++) {
      int end = k + 1 < starts.size() ? starts.get(k + 1) : text.length();
      texts.add(text.substring(starts.get(k), end));
    }
    return texts;
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20);
    for (int i = 0; i < length; i++) {
      text.append("ab .$\n".charAt(random.nextInt(6)));
    }
    return text.toString();
  }

  /** Cuts the text at random, some tokens sharing a start, and appends an end of text token. */
  private static int[] randomTokens(String text, Random random) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      int copies = i == 0 ? 1 : random.nextInt(5) / 2;
      for (int c = 0; c < copies; c++) {
        starts.add(i);
      }
    }
    starts.add(text.length());
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }
}
