package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HendrycksMathVerifierTest {
  private static final HendrycksMathVerifier VERIFIER = new HendrycksMathVerifier();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\dfrac12           | \\frac{1}{2}",
        "\\frac1{72}         | \\frac{1}{72}",
        "0.5                 | 1/2",
        ".75                 | 0.75",
        "k = 12              | 12",
        "\\sqrt3+1           | \\sqrt{3} + 1",
        "\\left(1,2\\right)  | (1,2)",
        "90^\\circ           | 90",
        "15\\%               | 15",
        "\\$40               | 40",
        "7\\text{ apples}    | 7",
        "-3/4                | \\frac{-3}{4}",
      })
  void compare_sameNormalForm_isCorrect(String prediction, String reference) {
    assertThat(VERIFIER.compare(prediction, reference).outcome()).isEqualTo(Outcome.CORRECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.25         | \\frac{1}{4}",
        "(1,2)        | (2,1)",
        "1/02         | \\frac{1}{2}",
        "1,000        | 1000",
        "abc = 5      | 5",
        "\\frac       | \\frac{}",
        "\\sqrt       | \\sqrt{}",
        "3\\text{ a}\\text{ b} | 3",
      })
  void compare_otherNormalForm_isWrong(String prediction, String reference) {
    assertThat(VERIFIER.compare(prediction, reference).outcome()).isEqualTo(Outcome.WRONG);
  }

  @Test
  void compare_failureOfTheOriginal_comparesTheTexts() {
    assertThat(VERIFIER.compare("\\frac", "\\frac").outcome()).isEqualTo(Outcome.CORRECT);
    assertThat(VERIFIER.compare("\\frac ", "\\frac").outcome()).isEqualTo(Outcome.WRONG);
  }

  @Test
  void verify_lastBox_isTheAnswer() {
    Verdict verdict =
        VERIFIER.verify(
            "First \\boxed{3}, no: $\\boxed{\\frac{1}{\\sqrt{2}}}$.",
            "So \\boxed{\\frac1{\\sqrt2}}.");

    assertThat(verdict)
        .isEqualTo(
            new Verdict(Outcome.CORRECT, Optional.of("\\frac{1}{\\sqrt{2}}"), "the same text"));
    assertThat(VERIFIER.verify("it is $\\boxed 5$.", "\\fbox{5}").right()).isTrue();
    assertThat(VERIFIER.verify("\\boxed{4}", "\\boxed{5}"))
        .isEqualTo(new Verdict(Outcome.WRONG, Optional.of("4"), "expected 5"));
  }

  @Test
  void verify_noBox_isUnparsed() {
    assertThat(VERIFIER.verify("the answer is 5", "\\boxed{5}"))
        .isEqualTo(new Verdict(Outcome.UNPARSED, Optional.empty(), "the response has no box"));
    assertThat(VERIFIER.verify("\\boxed{5", "\\boxed{5}").outcome()).isEqualTo(Outcome.UNPARSED);
    assertThat(VERIFIER.verify("\\boxed{5}", "five"))
        .isEqualTo(
            new Verdict(Outcome.UNPARSED, Optional.of("5"), "the reference solution has no box"));
  }
}
