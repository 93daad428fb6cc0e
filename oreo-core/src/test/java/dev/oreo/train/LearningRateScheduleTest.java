package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Warm-up and cosine. */
final class LearningRateScheduleTest {
  private static final double EXACT = 1e-12;

  @Test
  void factor_ofTenUpdatesWithTwoOfWarmup_isAsDerived() {
    LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(10, 0.2);

    // 1/2, 1, then (1 + cos(pi k / 8)) / 2 for k = 0..7
    double[] expected = {
      0.5,
      1,
      1,
      0.96193976625,
      0.85355339059,
      0.69134171618,
      0.5,
      0.30865828382,
      0.14644660941,
      0.03806023374
    };
    for (int update = 1; update <= 10; update++) {
      assertThat(schedule.factor(update)).isCloseTo(expected[update - 1], within(1e-11));
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 0.03, 30", "100, 0.07, 7", "100, 0.031, 4", "1, 0.03, 1", "5, 0, 0"})
  void warmupCosine_fraction_isRoundedUpToUpdates(long total, double fraction, long warmup) {
    assertThat(LearningRateSchedule.warmupCosine(total, fraction).warmupUpdates())
        .isEqualTo(warmup);
  }

  @Test
  void factor_lastUpdate_isOneCosineStepFromZero() {
    LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(1000, 0.03);
    double step = Math.PI / 970;

    assertThat(schedule.factor(1000)).isCloseTo((1 - Math.cos(step)) / 2, within(EXACT));
    assertThat(schedule.factor(1000)).isBetween(1e-6, 1e-5);
  }

  @Test
  void factor_warmup_risesLinearlyToOne() {
    LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(1000, 0.03);

    assertThat(schedule.factor(1)).isCloseTo(1 / 30.0, within(EXACT));
    assertThat(schedule.factor(15)).isCloseTo(0.5, within(EXACT));
    assertThat(schedule.factor(30)).isEqualTo(1);
    assertThat(schedule.factor(31)).isEqualTo(1);
    assertThat(schedule.factor(32)).isLessThan(1);
  }

  @Test
  void factor_singleUpdate_isOne() {
    assertThat(LearningRateSchedule.warmupCosine(1, 0.03).factor(1)).isEqualTo(1);
    assertThat(LearningRateSchedule.warmupCosine(1, 0).factor(1)).isEqualTo(1);
  }

  @Test
  void factor_warmupLongerThanTheRun_staysBelowOne() {
    assertThat(new LearningRateSchedule(2, 4).factor(2)).isEqualTo(0.5);
  }

  @Test
  void factor_updateOutsideTheRun_isRejected() {
    LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(10, 0);

    assertThatThrownBy(() -> schedule.factor(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("update must be in [1, 10], got 0");
    assertThatThrownBy(() -> schedule.factor(11)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void warmupCosine_fractionOutOfRange_isRejected() {
    assertThatThrownBy(() -> LearningRateSchedule.warmupCosine(10, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fraction must be in [0, 1], got 1.5");
  }
}
