package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What verifiers say. */
final class VerdictTest {

  @Test
  void score_isOneOnlyIfCorrect() {
    assertThat(new Verdict(Outcome.CORRECT, Optional.of("72"), "equal").score()).isEqualTo(1);
    assertThat(new Verdict(Outcome.CORRECT, Optional.of("72"), "equal").right()).isTrue();
    for (Outcome other : List.of(Outcome.WRONG, Outcome.UNPARSED, Outcome.TIMED_OUT)) {
      assertThat(new Verdict(other, Optional.empty(), "").score()).isZero();
      assertThat(new Verdict(other, Optional.empty(), "").right()).isFalse();
    }
  }
}
