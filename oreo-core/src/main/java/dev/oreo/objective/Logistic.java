package dev.oreo.objective;

/** The logistic function {@code sigma(x) = 1 / (1 + exp(-x))}, finite for arguments of any size. */
final class Logistic {
  private Logistic() {}

  static double sigmoid(double x) {
    double e = Math.exp(-Math.abs(x));
    return x >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  /** {@code log(sigma(x))}. */
  static double logSigmoid(double x) {
    return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** {@code sigma'(x) = sigma(x) * sigma(-x)}. */
  static double derivative(double x) {
    return sigmoid(x) * sigmoid(-x);
  }
}
