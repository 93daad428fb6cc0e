package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What verifiers say. */
final class VerdictTest {

  @Test
  void right_isTheFullScoreOnly() {
    assertThat(new Verdict(1, Optional.of("72"), "equal").right()).isTrue();
    assertThat(new Verdict(0.5, Optional.of("72"), "half of it").right()).isFalse();
  }

  @Test
  void score_outOfRange_isRejected() {
    assertThatThrownBy(() -> new Verdict(Double.NaN, Optional.empty(), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("score must be in [0, 1], got NaN");
  }
}
