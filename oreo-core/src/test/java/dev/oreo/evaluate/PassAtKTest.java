package dev.oreo.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The unbiased estimator of pass@k. */
final class PassAtKTest {
  /** Rounding of a handful of products. */
  private static final double EXACT = 1e-12;

  @Test
  void estimate_isTheShareOfSetsThatHoldARightOne() {
    // 5 responses, 2 right: 1 - C(3,k)/C(5,k) = 1 - 3/5, 1 - 3/10, 1 - 1/10, 1 - 0
    assertThat(PassAtK.estimate(5, 2, 1)).isCloseTo(0.4, within(EXACT));
    assertThat(PassAtK.estimate(5, 2, 2)).isCloseTo(0.7, within(EXACT));
    assertThat(PassAtK.estimate(5, 2, 3)).isCloseTo(0.9, within(EXACT));
    assertThat(PassAtK.estimate(5, 2, 4)).isEqualTo(1);
    assertThat(PassAtK.estimate(5, 2, 5)).isEqualTo(1);
  }

  @Test
  void estimate_noneOrAllRight_isExact() {
    for (int k = 1; k <= 8; k++) {
      assertThat(PassAtK.estimate(8, 0, k)).isZero();
      assertThat(PassAtK.estimate(8, 8, k)).isEqualTo(1);
    }
  }

  @Test
  void estimate_largeNumbers_doesNotOverflow() {
    // 1 right of 1000: a set of 500 holds it with chance 1/2, though C(1000, 500) is about 1e299
    assertThat(PassAtK.estimate(1000, 1, 500)).isCloseTo(0.5, within(EXACT));
    assertThat(PassAtK.estimate(20_000, 1, 10_000)).isCloseTo(0.5, within(EXACT));
  }

  @Test
  void perProblem_keepsTheOrder() {
    assertThat(PassAtK.perProblem(5, new int[] {2, 0, 5}, 2))
        .containsExactly(new double[] {0.7, 0, 1}, within(EXACT));
  }

  @Test
  void estimate_outOfRange_isRejected() {
    assertThatThrownBy(() -> PassAtK.estimate(0, 0, 1)).hasMessage("samples must be >= 1, got 0");
    assertThatThrownBy(() -> PassAtK.estimate(4, 5, 1))
        .hasMessage("correct must be in [0, 4], got 5");
    assertThatThrownBy(() -> PassAtK.estimate(4, -1, 1))
        .hasMessage("correct must be in [0, 4], got -1");
    assertThatThrownBy(() -> PassAtK.estimate(4, 1, 5)).hasMessage("k must be in [1, 4], got 5");
    assertThatThrownBy(() -> PassAtK.estimate(4, 1, 0)).hasMessage("k must be in [1, 4], got 0");
  }
}
