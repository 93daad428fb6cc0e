package dev.oreo.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LogProbabilitiesTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  @Test
  void logSumExp_knownLogits_isLogOfSum() {
    // log(e^0 + e^log 3) = log 4
    assertThat(LogProbabilities.logSumExp(0, Math.log(3))).isCloseTo(Math.log(4), within(EXACT));
  }

  @Test
  void logSumExp_logitsBeyondExp_staysFinite() {
    // exp(1000) overflows; the answer is 1000 + log 2
    assertThat(LogProbabilities.logSumExp(1000, 1000)).isCloseTo(1000 + Math.log(2), within(EXACT));
    assertThat(LogProbabilities.logSumExp(-1000, -1000))
        .isCloseTo(-1000 + Math.log(2), within(EXACT));
  }

  @Test
  void logSumExp_impossibleOutcomes_countAsNothing() {
    assertThat(LogProbabilities.logSumExp(2, Double.NEGATIVE_INFINITY)).isEqualTo(2);
    assertThat(LogProbabilities.logSumExp(Double.NEGATIVE_INFINITY))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void logSumExp_nan_isNan() {
    assertThat(LogProbabilities.logSumExp(1, Double.NaN)).isNaN();
  }

  @Test
  void logSumExp_noLogits_isRejected() {
    assertThatThrownBy(LogProbabilities::logSumExp)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits must not be empty");
  }

  @Test
  void logSoftmax_logProbabilities_areUnchanged() {
    double[] logProbs = {Math.log(.7), Math.log(.2), Math.log(.1)};

    assertThat(LogProbabilities.logSoftmax(logProbs)).containsExactly(logProbs, within(EXACT));
  }

  @Test
  void logSoftmax_constantAdded_isUnchanged() {
    assertThat(LogProbabilities.logSoftmax(101, 99, 100.5))
        .containsExactly(LogProbabilities.logSoftmax(1, -1, .5), within(EXACT));
  }
}
