package dev.oreo.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Shares, means and their intervals. */
final class AccuracyTest {
  private static final double EXACT = 1e-12;

  /** Digits of the published example below, and of tables of Student's t. */
  private static final double PUBLISHED = 5e-5;

  @Test
  void interval_isWilsonsScore() {
    // 15 of 20: centre (0.75 + 1.92073 / 20) / (1 + 3.84146 / 20) = 0.709718, half width
    // 1.959964 * sqrt(0.1875 / 20 + 3.84146 / 1600) / 1.192073 = 0.178398
    Interval interval = new Accuracy(15, 20).interval();

    assertThat(interval.lower()).isCloseTo(0.53130, within(PUBLISHED));
    assertThat(interval.upper()).isCloseTo(0.88814, within(PUBLISHED));
    assertThat(new Accuracy(15, 20).fraction()).isEqualTo(0.75);
  }

  @Test
  void interval_ofNoneOrAll_staysWithinTheRange() {
    Interval none = new Accuracy(0, 10).interval();
    Interval all = new Accuracy(10, 10).interval();

    assertThat(none.lower()).isZero();
    assertThat(none.upper()).isCloseTo(0.27753, within(PUBLISHED));
    assertThat(all.upper()).isEqualTo(1);
    assertThat(all.lower()).isCloseTo(1 - none.upper(), within(EXACT));
  }

  @Test
  void accuracy_impossibleCounts_areRejected() {
    assertThatThrownBy(() -> new Accuracy(0, 0)).hasMessage("total must be >= 1, got 0");
    assertThatThrownBy(() -> new Accuracy(3, 2)).hasMessage("correct must be in [0, 2], got 3");
  }

  @Test
  void seedMean_ofThree_hasStudentsInterval() {
    // mean 2, standard error 1 / sqrt(3), t(0.975; 2) = 4.30265
    SeedMean mean = SeedMean.of(1, 2, 3);

    assertThat(mean.mean()).isCloseTo(2, within(EXACT));
    assertThat(mean.seeds()).isEqualTo(3);
    Interval interval = mean.interval().orElseThrow();
    assertThat(interval.upper() - 2).isCloseTo(4.30265 / Math.sqrt(3), within(PUBLISHED));
    assertThat(2 - interval.lower()).isCloseTo(interval.upper() - 2, within(EXACT));
  }

  @Test
  void seedMean_ofOne_hasNoInterval() {
    assertThat(SeedMean.of(0.5).interval()).isEmpty();
    assertThat(SeedMean.of(0.5).mean()).isEqualTo(0.5);
  }

  @Test
  void seedMean_ofNone_isRejected() {
    assertThatThrownBy(SeedMean::of).hasMessage("perSeed must not be empty");
  }

  @Test
  void interval_ofWrongOrder_isRejected() {
    assertThatThrownBy(() -> new Interval(1, 0))
        .hasMessage("lower must be <= upper, got 1.0 and 0.0");
  }
}
