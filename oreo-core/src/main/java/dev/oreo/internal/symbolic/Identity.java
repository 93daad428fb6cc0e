package dev.oreo.internal.symbolic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * Whether two expressions are the same, by their values.
 *
 * <p>Rational numbers are compared exactly. Everything else is compared in double precision:
 * numbers by value, expressions with variables at several points that are the same for every
 * question. So two different numbers closer than the tolerance are taken for the same.
 */
public final class Identity {
  private static final int POINTS = 6;
  private static final int NEEDED_POINTS = 2;
  private static final double TOLERANCE = 1e-9;

  /** Which numbers the variables stand for. */
  public enum Domain {
    /** Any complex number: {@code sqrt(x^2)} is not {@code x}, nor {@code |x|}. */
    COMPLEX,
    /** Any real number: {@code sqrt(x^2)} is {@code |x|}. */
    REAL
  }

  private Identity() {}

  /**
   * Returns whether two expressions have the same value for all values of their variables.
   *
   * @param a an expression
   * @param b another
   * @param domain of the variables
   * @param budget what it may cost
   * @return false also where they have no value, or at too few points
   * @throws WorkBudgetExceededException if it costs more
   */
  public static boolean holds(Expression a, Expression b, Domain domain, WorkBudget budget) {
    Optional<BigFraction> exactA = ExactValue.of(a, budget);
    Optional<BigFraction> exactB = ExactValue.of(b, budget);
    if (exactA.isPresent() && exactB.isPresent()) {
      return exactA.get().equals(exactB.get());
    }
    Set<String> symbols = symbols(List.of(a, b));
    if (symbols.isEmpty()) {
      Complex valueA = ComplexEvaluation.of(a, Map.of(), budget);
      Complex valueB = ComplexEvaluation.of(b, Map.of(), budget);
      boolean overflow = valueA.isInfinite() && !(hasInfinity(a) && hasInfinity(b));
      return !overflow && close(valueA, valueB);
    }
    return holdsAtPoints(a, b, points(symbols, domain), budget);
  }

  /* Where both values are too large nothing can be said; where both are almost 0 almost nothing. */
  private static boolean holdsAtPoints(
      Expression a, Expression b, List<Map<String, Complex>> points, WorkBudget budget) {
    int defined = 0;
    boolean overflow = false;
    boolean visible = false;
    for (Map<String, Complex> values : points) {
      Complex valueA = ComplexEvaluation.of(a, values, budget);
      Complex valueB = ComplexEvaluation.of(b, values, budget);
      if (isNumber(valueA) != isNumber(valueB)) {
        return false;
      }
      if (isNumber(valueA)) {
        if (!close(valueA, valueB)) {
          return false;
        }
        defined++;
        visible |= valueA.abs() > TOLERANCE;
      }
      overflow |= valueA.isInfinite();
    }
    return defined >= NEEDED_POINTS && (visible || !overflow);
  }

  private static boolean isNumber(Complex value) {
    return !value.isNaN() && !value.isInfinite();
  }

  /** An infinite value is one only if infinity was written; else the number is too large. */
  private static boolean hasInfinity(Expression expression) {
    return expression.contains(part -> part == Expression.Constant.INFINITY);
  }

  /**
   * Returns the names of all variables.
   *
   * @param expressions where to look
   * @return in alphabetical order
   */
  public static Set<String> symbols(List<Expression> expressions) {
    Set<String> found = new TreeSet<>();
    expressions.forEach(expression -> collect(expression, found));
    return found;
  }

  private static void collect(Expression expression, Set<String> found) {
    if (expression instanceof Expression.Symbol symbol) {
      found.add(symbol.name());
    }
    expression.parts().forEach(part -> collect(part, found));
  }

  private static List<Map<String, Complex>> points(Set<String> symbols, Domain domain) {
    SplittableRandom random = new SplittableRandom(0x5eed);
    return Stream.generate(() -> point(symbols, domain, random)).limit(POINTS).toList();
  }

  private static Map<String, Complex> point(
      Set<String> symbols, Domain domain, SplittableRandom random) {
    Map<String, Complex> values = new HashMap<>();
    for (String symbol : symbols) {
      double re = random.nextDouble(-2.5, 2.5);
      values.put(
          symbol,
          switch (domain) {
            case REAL -> new Complex(re);
            case COMPLEX -> new Complex(re, random.nextDouble(-1.5, 1.5));
          });
    }
    return values;
  }

  /** Within the tolerance of the larger one, or of 1 if both are smaller. */
  private static boolean close(Complex a, Complex b) {
    if (a.isInfinite() || b.isInfinite()) {
      return a.getReal() == b.getReal() && a.getImaginary() == b.getImaginary();
    }
    double scale = Math.max(1, Math.max(a.abs(), b.abs()));
    return a.subtract(b).abs() <= TOLERANCE * scale;
  }
}
