package dev.oreo.internal.symbolic;

import java.math.BigInteger;
import java.util.Optional;
import org.apache.commons.math3.fraction.BigFraction;

/** Values of expressions that are rational numbers, without any rounding. */
public final class ExactValue {
  private static final int MAX_BITS = 20_000;
  private static final int MAX_FACTORIAL = 2_000;

  private final WorkBudget budget;

  private ExactValue(WorkBudget budget) {
    this.budget = budget;
  }

  /**
   * Returns the value of an expression that is a rational number by its form: sums, products,
   * integer powers, roots that come out, factorials, binomials, floor, ceiling and absolute value
   * of rational numbers.
   *
   * @param expression any
   * @param budget what it may cost
   * @return empty if it has no value of this kind, or one of more than 20,000 bits
   * @throws WorkBudgetExceededException if it costs more
   */
  public static Optional<BigFraction> of(Expression expression, WorkBudget budget) {
    return new ExactValue(budget).value(expression);
  }

  private Optional<BigFraction> value(Expression expression) {
    budget.spend(1);
    if (expression instanceof Expression.Rational number) {
      return Optional.of(number.value());
    }
    if (expression instanceof Expression.Sum sum) {
      return fold(sum.terms(), BigFraction.ZERO, false);
    }
    if (expression instanceof Expression.Product product) {
      return fold(product.factors(), BigFraction.ONE, true);
    }
    if (expression instanceof Expression.Power power) {
      return value(power.base()).flatMap(b -> value(power.exponent()).flatMap(e -> power(b, e)));
    }
    if (expression instanceof Expression.Call call) {
      return call(call);
    }
    return Optional.empty();
  }

  private Optional<BigFraction> fold(
      Iterable<Expression> parts, BigFraction start, boolean multiply) {
    RunningFraction result = new RunningFraction(start, MAX_BITS, budget);
    for (Expression part : parts) {
      Optional<BigFraction> value = value(part);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      boolean small = multiply ? result.multiply(value.get()) : result.add(value.get());
      if (!small) {
        return Optional.empty();
      }
    }
    return Optional.of(result.reduced());
  }

  private Optional<BigFraction> power(BigFraction base, BigFraction exponent) {
    if (exponent.getDenominatorAsLong() != 1) {
      return root(base, exponent);
    }
    BigInteger n = exponent.getNumerator();
    if (n.bitLength() > 31 || (long) bits(base) * Math.abs(n.intValue()) > MAX_BITS) {
      return Optional.empty();
    }
    if (base.equals(BigFraction.ZERO) && n.signum() < 0) {
      return Optional.empty();
    }
    budget.spend((long) bits(base) * Math.abs(n.intValue()) / 64);
    return Optional.of(base.pow(n.intValue()));
  }

  /** Square and other roots of numbers above 0 that come out exactly. */
  private Optional<BigFraction> root(BigFraction base, BigFraction exponent) {
    BigInteger degree = exponent.getDenominator();
    if (base.compareTo(BigFraction.ZERO) < 0 || degree.bitLength() > 6) {
      return Optional.empty();
    }
    return integerRoot(base.getNumerator(), degree.intValue())
        .flatMap(
            n ->
                integerRoot(base.getDenominator(), degree.intValue())
                    .flatMap(
                        d ->
                            power(
                                new BigFraction(n, d), new BigFraction(exponent.getNumerator()))));
  }

  private Optional<BigInteger> integerRoot(BigInteger value, int degree) {
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ONE.shiftLeft(value.bitLength() / degree + 1);
    while (low.compareTo(high) < 0) {
      budget.spend(1 + value.bitLength() / 64);
      BigInteger middle = low.add(high).add(BigInteger.ONE).shiftRight(1);
      if (middle.pow(degree).compareTo(value) <= 0) {
        low = middle;
      } else {
        high = middle.subtract(BigInteger.ONE);
      }
    }
    return low.pow(degree).equals(value) ? Optional.of(low) : Optional.empty();
  }

  private Optional<BigFraction> call(Expression.Call call) {
    if (call.function().equals("binomial") && call.arguments().size() == 2) {
      return value(call.arguments().get(0))
          .flatMap(n -> value(call.arguments().get(1)).flatMap(k -> binomial(n, k)));
    }
    if (call.arguments().size() != 1) {
      return Optional.empty();
    }
    return value(call.arguments().get(0)).flatMap(x -> function(call.function(), x));
  }

  private Optional<BigFraction> function(String name, BigFraction x) {
    return switch (name) {
      case "abs" -> Optional.of(x.abs());
      case "conjugate" -> Optional.of(x);
      case "floor" -> Optional.of(new BigFraction(floor(x)));
      case "ceiling" -> Optional.of(new BigFraction(floor(x.negate()).negate()));
      case "factorial" -> factorial(x);
      default -> Optional.empty();
    };
  }

  private static BigInteger floor(BigFraction x) {
    BigInteger[] parts = x.getNumerator().divideAndRemainder(x.getDenominator());
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private Optional<BigFraction> factorial(BigFraction x) {
    if (!isIntegerUpTo(x, MAX_FACTORIAL)) {
      return Optional.empty();
    }
    return Optional.of(new BigFraction(product(1, x.intValue())));
  }

  private Optional<BigFraction> binomial(BigFraction n, BigFraction k) {
    if (!isIntegerUpTo(n, MAX_FACTORIAL) || !isIntegerUpTo(k, MAX_FACTORIAL)) {
      return Optional.empty();
    }
    if (k.compareTo(n) > 0) {
      return Optional.of(BigFraction.ZERO);
    }
    BigInteger above = product(n.intValue() - k.intValue() + 1, n.intValue());
    return Optional.of(new BigFraction(above, product(1, k.intValue())));
  }

  private BigInteger product(int from, int to) {
    BigInteger result = BigInteger.ONE;
    for (int factor = from; factor <= to; factor++) {
      budget.spend(1 + result.bitLength() / 64);
      result = result.multiply(BigInteger.valueOf(factor));
    }
    return result;
  }

  private static boolean isIntegerUpTo(BigFraction x, int limit) {
    return x.getDenominator().equals(BigInteger.ONE)
        && x.compareTo(BigFraction.ZERO) >= 0
        && x.compareTo(new BigFraction(limit)) <= 0;
  }

  private static int bits(BigFraction x) {
    return Math.max(x.getNumerator().bitLength(), x.getDenominator().bitLength());
  }
}
