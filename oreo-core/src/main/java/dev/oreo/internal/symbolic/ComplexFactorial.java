package dev.oreo.internal.symbolic;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.special.Gamma;

/**
 * Factorials of complex numbers by Lanczos' series, to about 13 digits.
 *
 * @see <a href="https://doi.org/10.1137/0701008">Lanczos 1964, A precision approximation of the
 *     gamma function</a>
 */
final class ComplexFactorial {
  private static final double G = 7;

  /** Factorials of larger numbers are no doubles. */
  private static final double LARGEST = 170;

  /** Solved from the factorials of 0 to 8 with 60 digits. */
  private static final double[] COEFFICIENTS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-06,
    1.5056327351493116e-07
  };

  private static final double ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

  private ComplexFactorial() {}

  /** Returns the value; NaN or infinite at the poles. */
  static Complex of(Complex z) {
    if (z.getImaginary() == 0) {
      double x = z.getReal();
      return new Complex(x > LARGEST ? Double.POSITIVE_INFINITY : Gamma.gamma(x + 1));
    }
    if (z.getReal() < -0.5) {
      Complex sine = z.multiply(Math.PI).sin();
      Complex mirrored = of(z.add(1).negate());
      return new Complex(-Math.PI).divide(sine.multiply(mirrored));
    }
    Complex base = z.add(G + 0.5);
    Complex power = base.log().multiply(z.add(0.5)).subtract(base).exp();
    return power.multiply(series(z)).multiply(ROOT_OF_TWO_PI);
  }

  private static Complex series(Complex z) {
    Complex sum = new Complex(COEFFICIENTS[0]);
    for (int i = 1; i < COEFFICIENTS.length; i++) {
      sum = sum.add(new Complex(COEFFICIENTS[i]).divide(z.add(i)));
    }
    return sum;
  }
}
