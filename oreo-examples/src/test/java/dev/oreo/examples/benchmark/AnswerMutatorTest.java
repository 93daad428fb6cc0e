package dev.oreo.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Strange answers made of real ones. */
final class AnswerMutatorTest {
  private static final List<String> ANSWERS = List.of("\\frac{1}{2}", "x + 1", "(3, 4]");

  private static List<AnswerPair> pairs(long seed, int maxLength) {
    AnswerMutator mutator = new AnswerMutator(ANSWERS, seed, maxLength);
    return Stream.generate(mutator::next).limit(500).toList();
  }

  @Test
  void next_sameSeed_givesTheSamePairs() {
    assertThat(pairs(1, 2_000)).isEqualTo(pairs(1, 2_000)).isNotEqualTo(pairs(2, 2_000));
  }

  @Test
  void next_neverLongerThanAllowed_butAsLong() {
    int maxLength = 300;

    assertThat(pairs(1, maxLength))
        .allMatch(pair -> pair.prediction().length() <= maxLength)
        .allMatch(pair -> pair.reference().length() <= maxLength)
        .anyMatch(pair -> pair.prediction().length() > maxLength - 12);
  }

  @Test
  void next_everyKindOfChange_occursAndIsTold() {
    String told =
        String.join("\n", pairs(1, 2_000).stream().map(AnswerPair::construction).toList());

    assertThat(told)
        .contains("delete", "insert", "double", "exchange", "splice", "repeat(", "wrap(\\frac{");
    assertThat(told).contains("beside the real one", "beside another", "beside itself");
  }

  @Test
  void exchanged_swapsTheAnswers() {
    assertThat(new AnswerPair("c", "a", "b").exchanged())
        .isEqualTo(new AnswerPair("c, exchanged", "b", "a"));
  }

  @Test
  void noAnswers_areRejected() {
    assertThatThrownBy(() -> new AnswerMutator(List.of(), 1, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("answers must hold at least one, got none");
  }
}
