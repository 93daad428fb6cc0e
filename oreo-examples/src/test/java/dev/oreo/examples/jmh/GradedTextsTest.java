package dev.oreo.examples.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.verify.Gsm8kVerifier;
import dev.oreo.verify.MathVerifier;
import dev.oreo.verify.Outcome;
import org.junit.jupiter.api.Test;

/** What is measured is what answers are like: most can be read, right and wrong ones. */
final class GradedTextsTest {
  @Test
  void gsm8k_byItsOwnRule_isRightWrongAndUnparsed() {
    assertThat(GradedTexts.GSM8K).hasSize(GradedTexts.GSM8K_SIZE);
    assertThat(GradedTexts.GSM8K)
        .extracting(t -> new Gsm8kVerifier().verify(t.response(), t.solution()).outcome())
        .containsExactly(Outcome.CORRECT, Outcome.WRONG, Outcome.CORRECT, Outcome.UNPARSED);
  }

  @Test
  void math_byMeaning_isReadAndPartlyRight() {
    assertThat(GradedTexts.MATH).hasSize(GradedTexts.MATH_SIZE);
    assertThat(GradedTexts.MATH)
        .filteredOn(
            t -> new MathVerifier().verify(t.response(), t.solution()).outcome() == Outcome.CORRECT)
        .hasSize(12);
    assertThat(GradedTexts.MATH)
        .extracting(t -> new MathVerifier().verify(t.response(), t.solution()).outcome())
        .containsOnly(Outcome.CORRECT, Outcome.WRONG);
  }
}
