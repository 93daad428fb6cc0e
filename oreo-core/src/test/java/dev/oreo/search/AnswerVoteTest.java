package dev.oreo.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Votes among answers that may be written in several ways. */
final class AnswerVoteTest {
  private static boolean sameNumber(String first, String second) {
    return Double.parseDouble(first) == Double.parseDouble(second);
  }

  @Test
  void winner_equalAnswersOfOtherForm_voteTogether() {
    AnswerVote vote = new AnswerVote(AnswerVoteTest::sameNumber);
    vote.add("3", 1);
    vote.add("3", 1);
    vote.add("0.5", 1);
    vote.add(".5", 1);
    vote.add("5e-1", 1);

    assertThat(vote.winner()).contains("0.5");
  }

  @Test
  void winner_ofWeights_isTheHeaviest() {
    AnswerVote vote = new AnswerVote(String::equals);
    vote.add("a", 0.3);
    vote.add("b", 0.5);
    vote.add("a", 0.3);

    assertThat(vote.winner()).contains("a");
  }

  @Test
  void winner_tie_isWhatCameFirst() {
    AnswerVote vote = new AnswerVote(AnswerVoteTest::sameNumber);
    vote.add("2", 1);
    vote.add("1", 1);
    vote.add("1.0", 1);
    vote.add("2.0", 1);

    assertThat(vote.winner()).contains("2");
  }

  @Test
  void winner_allWeightsZero_isWhatCameFirst() {
    AnswerVote vote = new AnswerVote(String::equals);
    vote.add("a", 0);
    vote.add("b", 0);

    assertThat(vote.winner()).contains("a");
  }

  @Test
  void winner_equalityThatIsNotTransitive_comparesWithTheFirstOnly() {
    // within 1 of each other: 2 joins 1, so 3 finds no 2 to join
    AnswerVote vote =
        new AnswerVote((a, b) -> Math.abs(Integer.parseInt(a) - Integer.parseInt(b)) <= 1);
    vote.add("1", 1);
    vote.add("2", 1);
    vote.add("3", 3);

    assertThat(vote.winner()).contains("3");
  }

  @Test
  void winner_ofNoVote_isEmpty() {
    assertThat(new AnswerVote(String::equals).winner()).isEmpty();
  }

  @Test
  void add_weightBelowZeroOrNotFinite_isRejected() {
    AnswerVote vote = new AnswerVote(String::equals);

    assertThatThrownBy(() -> vote.add("a", -1))
        .hasMessage("weight must be finite and >= 0, got -1.0");
    assertThatThrownBy(() -> vote.add("a", Double.NaN))
        .hasMessage("weight must be finite and >= 0, got NaN");
  }

  @Test
  void majority_byAnEquality_countsFormsAsOne() {
    SampledAnswers answers =
        new SampledAnswers(
            List.of(
                answer("4", 0.9),
                answer("4", 0),
                answer("1", 0.2),
                answer("1.0", 0.2),
                answer("01", -0.9),
                answer("none", 1)));

    assertThat(answers.majority(AnswerVoteTest::number, AnswerVoteTest::sameNumber)).contains("1");
    // 4: 0.81; 1: 0.04 + 0.04 + 0
    assertThat(answers.valueWeightedMajority(AnswerVoteTest::number, AnswerVoteTest::sameNumber))
        .contains("4");
  }

  private static Optional<String> number(String text) {
    return text.equals("none") ? Optional.empty() : Optional.of(text);
  }

  private static ScoredAnswer answer(String text, double value) {
    return new ScoredAnswer(new Generation(new int[] {1}, text, FinishReason.EOS), value);
  }
}
