package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeepSeekComparisonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "10; 10%",
        "10; 1000",
        "1,000; 1000",
        "1e3; 1_000",
        "0.3333; 0.334",
        "inf; 1e999",
        "[0,9); (0,9)",
        "(1,x+1); (1.0,1+x)",
        "x=5; 5",
        "5; n=5",
        "y=2x+1; 2x-y=-1",
        "n=1,2,3; n=2,3,4",
        "\\begin{pmatrix}1\\\\0.5\\end{pmatrix}; \\begin{bmatrix}1\\\\\\frac{1}{2}\\end{bmatrix}",
        "(0,1)\\cup(2,3); (2,3)\\cup(0,1)",
        "2\\sqrt{3}; \\sqrt{12}",
        "1.414; \\sqrt{2}",
        "\\sqrt{2},3; \\sqrt{2}",
        ".5^2; \\frac{1}{4}"
      })
  void isCorrect_sameByTheRule_isTrue(String prediction, String reference) {
    assertThat(DeepSeekComparison.outcome(prediction, reference)).isEqualTo(Outcome.CORRECT);
    assertThat(DeepSeekComparison.outcome(reference, prediction)).isEqualTo(Outcome.CORRECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "nothing",
      value = {
        "10; 11",
        "nan; 1",
        "''; 1",
        "x>3; 3<x",
        "\\pi; 3.14159",
        "i^2; -1",
        "Yes; yes",
        "(1,2); 1,2",
        "(1,2); (1,2,3)",
        "abc=5; 5",
        "\\begin{pmatrix}1\\\\2\\end{pmatrix}; \\begin{pmatrix}1&2\\end{pmatrix}",
        "(0,1)\\cup(2,3); (2,3)\\cup(0,4)",
        "\\{1,2\\}; \\{2,1\\}"
      })
  void isCorrect_differentByTheRule_isFalse(String prediction, String reference) {
    assertThat(DeepSeekComparison.outcome(prediction, reference)).isNotEqualTo(Outcome.CORRECT);
    assertThat(DeepSeekComparison.outcome(reference, prediction)).isNotEqualTo(Outcome.CORRECT);
  }

  @Test
  void outcome_lists_needPartnersOnBothSides() {
    assertThat(DeepSeekComparison.outcome(List.of("1", "2"), List.of("2", "1")))
        .isEqualTo(Outcome.CORRECT);
    assertThat(DeepSeekComparison.outcome(List.of("1"), List.of("2", "1")))
        .isEqualTo(Outcome.WRONG);
    assertThat(DeepSeekComparison.outcome(List.of("7", "x", "7", "1", "1"), List.of("1", "1")))
        .isEqualTo(Outcome.CORRECT);
    assertThat(DeepSeekComparison.outcome(List.of("0.5", "\\frac{1}{2}"), List.of("0.5", "1/2")))
        .isEqualTo(Outcome.CORRECT);
  }

  @Test
  void outcome_tooMuchWork_isTimedOutUnlessTheTextsAreTheSame() {
    String longSum = "x+".repeat(40_000) + "1";

    assertThat(DeepSeekComparison.outcome(longSum, "y")).isEqualTo(Outcome.TIMED_OUT);
    assertThat(DeepSeekComparison.outcome(longSum, longSum)).isEqualTo(Outcome.CORRECT);
    assertThat(DeepSeekComparison.outcome(List.of(longSum, "y"), List.of("y")))
        .isEqualTo(Outcome.CORRECT);
  }
}
