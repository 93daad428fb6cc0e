package dev.oreo.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.data.MathProblem;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.evaluate.Bootstrap;
import dev.oreo.evaluate.ProblemMean;
import dev.oreo.examples.mathematics.Grader;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.verify.Outcome;
import dev.oreo.verify.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the modes make of the same answers. */
final class MeasuresTest {
  /** Rounding of a few products. */
  private static final double EXACT = 1e-12;

  private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 1);

  /** Answers are numbers; the right one is 1. */
  private static final Grader GRADER =
      new Grader() {
        @Override
        public Verdict grade(MathProblem problem, String response) {
          throw new UnsupportedOperationException();
        }

        @Override
        public boolean same(String first, String second) {
          return Double.parseDouble(first) == Double.parseDouble(second);
        }
      };

  /** Samples of two problems: {@code -} is no answer, else a number; V after {@code @}. */
  private static final List<List<GradedAnswer>> SAMPLES =
      List.of(
          List.of(answer("-@0.9"), answer("1@0.3"), answer("2@0.8"), answer("1.0@0.3")),
          List.of(answer("3@0.1"), answer("-@0"), answer("1@0.5"), answer("3.0@0.2")));

  private static GradedAnswer answer(String text) {
    String number = text.substring(0, text.indexOf('@'));
    boolean none = number.equals("-");
    Outcome wrongOrRight =
        !none && Double.parseDouble(number) == 1 ? Outcome.CORRECT : Outcome.WRONG;
    return new GradedAnswer(
        0,
        new Generation(new int[] {1, 2}, "It is " + text, FinishReason.EOS),
        new Verdict(
            none ? Outcome.UNPARSED : wrongOrRight,
            none ? Optional.empty() : Optional.of(number),
            "as made up"),
        OptionalDouble.of(Double.parseDouble(text.substring(text.indexOf('@') + 1))));
  }

  private static List<String> texts(Measure measure) {
    return measure.answers().stream().map(a -> a.generation().text()).toList();
  }

  private static Map<String, Measure> measures() {
    Measures measures = new Measures(GRADER);
    measures.pass(SAMPLES, List.of(1, 2, 4));
    measures.majority(SAMPLES);
    measures.bestOfN(SAMPLES);
    return measures.all().stream().collect(Collectors.toMap(Measure::name, measure -> measure));
  }

  @Test
  void majority_countsEqualAnswersTogetherAndThoseWithoutNot() {
    // first problem: 1 twice, 2 once; second: 3 twice, 1 once
    assertThat(texts(measures().get("majority"))).containsExactly("It is 1@0.3", "It is 3@0.1");
    assertThat(measures().get("majority").perProblem().asList()).containsExactly(1.0, 0.0);
  }

  @Test
  void weightedMajority_addsSquaredValues() {
    // first: 1 has 0.09 + 0.09, 2 has 0.64; second: 3 has 0.01 + 0.04, 1 has 0.25
    assertThat(texts(measures().get("weighted-majority")))
        .containsExactly("It is 2@0.8", "It is 1@0.5");
  }

  @Test
  void bestOfN_isTheHighestValueWithOrWithoutAnAnswer() {
    assertThat(texts(measures().get("best-of-n"))).containsExactly("It is -@0.9", "It is 1@0.5");
  }

  @Test
  void pass_isTheMeanOfTheProblems() {
    // 2 of 4 and 1 of 4 right: k = 1: 1/2, 1/4; k = 2: 1 - 1/6, 1 - 3/6; k = 4: 1, 1
    assertThat(mean("pass@1")).isCloseTo(0.375, within(EXACT));
    assertThat(mean("pass@2")).isCloseTo((5.0 / 6 + 1.0 / 2) / 2, within(EXACT));
    assertThat(mean("pass@4")).isEqualTo(1);
  }

  private static double mean(String name) {
    return measures().get(name).mean(BOOTSTRAP).mean();
  }

  @Test
  void majority_noAnswerAnywhere_isTheFirstResponse() {
    List<List<GradedAnswer>> none = List.of(List.of(answer("-@0.1"), answer("-@0.2")));
    Measures measures = new Measures(GRADER);
    measures.majority(none);

    assertThat(texts(measures.all().get(0))).containsExactly("It is -@0.1");
    assertThat(measures.all().get(0).answers().get(0).verdict().outcome())
        .isEqualTo(Outcome.UNPARSED);
  }

  @Test
  void mean_ofSingleAnswers_hasWilsonsInterval() {
    ProblemMean mean = measures().get("majority").mean(BOOTSTRAP);

    assertThat(mean).isEqualTo(new ProblemMean(0.5, new Accuracy(1, 2).interval(), 2));
    assertThat(measures().get("majority").mean(BOOTSTRAP, List.of(0)))
        .isEqualTo(new ProblemMean(1, new Accuracy(1, 1).interval(), 1));
  }

  @Test
  void difference_countsProblemsBothWays() {
    Measure majority = measures().get("majority");
    Measure weighted = measures().get("weighted-majority");

    Difference difference = Difference.of(BOOTSTRAP, majority.perProblem(), weighted.perProblem());

    assertThat(difference.better()).isEqualTo(1);
    assertThat(difference.worse()).isEqualTo(1);
    assertThat(difference.mean().mean()).isZero();
  }
}
