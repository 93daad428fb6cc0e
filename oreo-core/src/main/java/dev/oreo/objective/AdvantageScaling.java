package dev.oreo.objective;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * By what advantages are divided after their mean is subtracted.
 *
 * @see GroupAdvantages
 * @see GeneralizedAdvantage#whiten
 */
public enum AdvantageScaling {
  /** The standard deviation of a sample, with {@code n - 1}: TRL, for GRPO and for PPO. */
  STANDARD_DEVIATION_BESSEL,
  /** The standard deviation of a population, with {@code n}: OpenRLHF. */
  STANDARD_DEVIATION_POPULATION,
  /** Nothing: Dr. GRPO, where the deviation would favour questions of extreme difficulty. */
  NONE;

  /** The mean, exactly the value itself where all are equal. */
  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value - values[0];
    }
    return values[0] + sum / values.length;
  }

  /** The variance, 0 for a single value; empty for {@link #NONE}. */
  OptionalDouble variance(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return switch (this) {
      case STANDARD_DEVIATION_BESSEL -> OptionalDouble.of(squares / Math.max(1, values.length - 1));
      case STANDARD_DEVIATION_POPULATION -> OptionalDouble.of(squares / values.length);
      case NONE -> OptionalDouble.empty();
    };
  }
}
