package dev.oreo.internal.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.complex.Complex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComplexFactorialTest {
  /** Relative; the series has nine terms. */
  private static final double SERIES = 1e-12;

  @Test
  void of_wholeNumbers_areProducts() {
    assertThat(ComplexFactorial.of(new Complex(0)).getReal()).isEqualTo(1, within(SERIES));
    assertThat(ComplexFactorial.of(new Complex(5)).getReal()).isEqualTo(120, within(120 * SERIES));
    assertThat(ComplexFactorial.of(new Complex(171)).isInfinite()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0.3, 1.2", "2.5, -1.5", "-0.2, 0.4", "-1.7, 0.9", "-2.5, -1.1"})
  void of_complexNumbers_growByTheNumberItself(double re, double im) {
    Complex z = new Complex(re, im);
    Complex expected = z.multiply(ComplexFactorial.of(z.subtract(1)));

    assertThat(ComplexFactorial.of(z).subtract(expected).abs()).isLessThan(SERIES * expected.abs());
  }
}
