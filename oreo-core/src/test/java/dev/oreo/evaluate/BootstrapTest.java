package dev.oreo.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Percentile intervals of means over problems. */
final class BootstrapTest {
  /** Rounding of sums of a hundred numbers. */
  private static final double EXACT = 1e-12;

  private static final Bootstrap BOOTSTRAP = new Bootstrap(Bootstrap.RESAMPLES, 1);

  private static double[] shared(int ones, int total) {
    double[] numbers = new double[total];
    Arrays.fill(numbers, 0, ones, 1);
    return numbers;
  }

  @Test
  void mean_ofHalfOnes_hasTheBinomialsQuantiles() {
    // the draws' sums are binomial(100, 0.5): P(X <= 39) = 0.0176, P(X <= 40) = 0.0284, so 0.025
    // is reached at 40, and by symmetry 0.975 at 60
    ProblemMean mean = BOOTSTRAP.mean(shared(50, 100));

    assertThat(mean.mean()).isEqualTo(0.5);
    assertThat(mean.problems()).isEqualTo(100);
    assertThat(mean.interval().lower()).isCloseTo(0.40, within(EXACT));
    assertThat(mean.interval().upper()).isCloseTo(0.60, within(EXACT));
  }

  @Test
  void mean_ofTwoProblems_reachesBoth() {
    // both draws are the first problem, or the second, with chance 1/4 each
    assertThat(BOOTSTRAP.mean(0.2, 0.8).interval()).isEqualTo(new Interval(0.2, 0.8));
  }

  @Test
  void mean_ofOneNumber_hasNoWidth() {
    assertThat(BOOTSTRAP.mean(0.25, 0.25, 0.25))
        .isEqualTo(new ProblemMean(0.25, new Interval(0.25, 0.25), 3));
    assertThat(BOOTSTRAP.mean(3).interval()).isEqualTo(new Interval(3, 3));
  }

  @Test
  void mean_sameSeed_isTheSame() {
    double[] numbers = {0.1, 0.9, 0.35, 0.2, 0.75};

    assertThat(new Bootstrap(50, 7).mean(numbers)).isEqualTo(new Bootstrap(50, 7).mean(numbers));
    assertThat(new Bootstrap(50, 8).mean(numbers)).isNotEqualTo(new Bootstrap(50, 7).mean(numbers));
  }

  @Test
  void difference_isPaired() {
    // 50 of 100 against the same 50 and 10 more: only the ten differ, binomial(100, 0.1), whose
    // quantiles 0.025 and 0.975 are 5 and 16 (P(X <= 4) = 0.0237, P(X <= 5) = 0.0576,
    // P(X <= 15) = 0.9601, P(X <= 16) = 0.9794)
    ProblemMean difference = BOOTSTRAP.difference(shared(50, 100), shared(60, 100));

    assertThat(difference.mean()).isCloseTo(0.1, within(EXACT));
    assertThat(difference.interval().lower()).isCloseTo(0.05, within(EXACT));
    assertThat(difference.interval().upper()).isCloseTo(0.16, within(EXACT));
  }

  @Test
  void difference_hasTheSignOfTheSecond() {
    assertThat(BOOTSTRAP.difference(shared(4, 4), shared(0, 4)))
        .isEqualTo(new ProblemMean(-1, new Interval(-1, -1), 4));
  }

  @Test
  void bootstrap_impossibleInput_isRejected() {
    assertThatThrownBy(() -> new Bootstrap(0, 1)).hasMessage("resamples must be >= 1, got 0");
    assertThatThrownBy(BOOTSTRAP::mean).hasMessage("perProblem must not be empty");
    assertThatThrownBy(() -> BOOTSTRAP.mean(1, Double.NaN))
        .hasMessage("perProblem must be finite, got NaN");
    assertThatThrownBy(() -> BOOTSTRAP.difference(new double[2], new double[3]))
        .hasMessage("from and to must have equal length, got 2 and 3");
    assertThatThrownBy(() -> new ProblemMean(0, new Interval(0, 0), 0))
        .hasMessage("problems must be >= 1, got 0");
  }
}
