package dev.oreo.examples.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.verify.Verdict;
import org.junit.jupiter.api.Test;

final class LastDigitVerifierTest {
  private final LastDigitVerifier verifier = new LastDigitVerifier();

  @Test
  void verify_rightDigitAtTheEnd_scoresOne() {
    Verdict verdict = verifier.verify("7a+5=2\n#### 2", "2");

    assertThat(verdict.score()).isEqualTo(1);
    assertThat(verdict.extracted()).contains("2");
  }

  @Test
  void verify_wrongDigit_scoresZeroAndNamesTheRightOne() {
    Verdict verdict = verifier.verify("7a+5=3\n#### 3", "2");

    assertThat(verdict.score()).isZero();
    assertThat(verdict.extracted()).contains("3");
    assertThat(verdict.reason()).isEqualTo("expected 2");
  }

  @Test
  void verify_textAfterTheAnswer_isNoAnswer() {
    assertThat(verifier.verify("#### 2\n", "2").extracted()).isEmpty();
    assertThat(verifier.verify("#### 22", "2").extracted()).isEmpty();
  }

  @Test
  void verify_unfinishedText_isNoAnswer() {
    Verdict verdict = verifier.verify("7a+5=2\n", "2");

    assertThat(verdict.score()).isZero();
    assertThat(verdict.reason()).isEqualTo("no answer: the text does not end in '#### d'");
  }
}
