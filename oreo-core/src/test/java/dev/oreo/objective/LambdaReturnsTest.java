package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LambdaReturnsTest {
  /** Sums of tens of terms near 1, in another order. */
  private static final double EXACT = 1e-12;

  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.5, 0.95, 1})
  void of_randomRewardsAndValues_isTheWeightedMeanOfNStepReturns(double lambda) {
    for (int length = 1; length <= 12; length++) {
      double[] rewards = gaussians(length);
      double[] values = gaussians(length);

      double[] returns = LambdaReturns.of(rewards, values, lambda);

      for (int h = 0; h < length; h++) {
        assertThat(returns[h]).isCloseTo(weighted(rewards, values, lambda, h), within(EXACT));
      }
    }
  }

  @Test
  void of_lambdaOne_sumsRewardsToGoWithoutValues() {
    double[] rewards = {1, 2, 4};

    assertThat(LambdaReturns.of(rewards, gaussians(3), 1)).containsExactly(7, 6, 4);
  }

  @Test
  void of_lambdaZero_looksOneTokenAhead() {
    assertThat(LambdaReturns.of(new double[] {1, 2, 4}, new double[] {8, 16, 32}, 0))
        .containsExactly(17, 34, 4);
  }

  /** {@code (1 - lambda) sum_{n<N} lambda^(n-1) G^(n) + lambda^(N-1) G^(N)}, N steps left. */
  private static double weighted(double[] rewards, double[] values, double lambda, int h) {
    int left = rewards.length - h;
    double sum = 0;
    for (int n = 1; n < left; n++) {
      double nStep = Arrays.stream(rewards, h, h + n).sum() + values[h + n];
      sum += (1 - lambda) * Math.pow(lambda, n - 1) * nStep;
    }
    return sum + Math.pow(lambda, left - 1) * Arrays.stream(rewards, h, rewards.length).sum();
  }

  private double[] gaussians(int length) {
    double[] numbers = new double[length];
    Arrays.setAll(numbers, i -> random.nextGaussian());
    return numbers;
  }
}
