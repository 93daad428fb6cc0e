package dev.oreo.verify;

import dev.oreo.internal.symbolic.ComplexEvaluation;
import dev.oreo.internal.symbolic.ExactValue;
import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Identity;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Based;
import dev.oreo.verify.MathAnswer.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.fraction.BigFraction;

/** Whether two quantities are the same. */
final class MathQuantityComparison {
  private static final int DECIMALS = 6;
  private static final double LARGEST_ROUNDED = 1e12;
  private static final double SMALL = 1e-6;
  private static final BigFraction HUNDRED = new BigFraction(100);

  private final WorkBudget budget;

  MathQuantityComparison(WorkBudget budget) {
    this.budget = budget;
  }

  boolean same(Quantity a, Quantity b) {
    if (a.unit().isPresent() && b.unit().isPresent() && !a.unit().equals(b.unit())) {
      return false;
    }
    boolean decimal = a.decimal() || b.decimal();
    if (same(a.value(), b.value(), decimal)) {
      return true;
    }
    if (a.percent() == b.percent()) {
      return false;
    }
    Expression hundredth = Expression.of(BigFraction.ONE.divide(HUNDRED));
    Expression left = a.percent() ? times(a.value(), hundredth) : a.value();
    Expression right = b.percent() ? times(b.value(), hundredth) : b.value();
    return same(left, right, decimal);
  }

  private static Expression times(Expression a, Expression b) {
    return new Expression.Product(List.of(a, b));
  }

  /** Equal, or, if one of them is a decimal number, equal after rounding. */
  private boolean same(Expression a, Expression b, boolean decimal) {
    if (a.equals(b)) {
      return true;
    }
    Optional<BigFraction> exactA = ExactValue.of(a, budget);
    Optional<BigFraction> exactB = ExactValue.of(b, budget);
    if (exactA.isPresent() && exactB.isPresent()) {
      return exactA.get().equals(exactB.get())
          || (decimal && roundedEqual(exactA.get(), exactB.get()));
    }
    if (Identity.holds(a, b, Identity.Domain.REAL, budget)) {
      return true;
    }
    if (!decimal || !Identity.symbols(List.of(a, b)).isEmpty()) {
      return false;
    }
    Complex valueA = ComplexEvaluation.of(a, Map.of(), budget);
    Complex valueB = ComplexEvaluation.of(b, Map.of(), budget);
    return roundedEqual(valueA.getReal(), valueB.getReal())
        && roundedEqual(valueA.getImaginary(), valueB.getImaginary());
  }

  private static boolean roundedEqual(double a, double b) {
    boolean ordinary = Math.abs(a) < LARGEST_ROUNDED && Math.abs(b) < LARGEST_ROUNDED;
    return ordinary && (a == b || roundedEqual(BigDecimal.valueOf(a), BigDecimal.valueOf(b)));
  }

  private static boolean roundedEqual(BigFraction a, BigFraction b) {
    return roundedEqual(decimal(a), decimal(b));
  }

  private static BigDecimal decimal(BigFraction value) {
    BigInteger scaled =
        value
            .getNumerator()
            .multiply(BigInteger.TEN.pow(2 * DECIMALS))
            .divide(value.getDenominator());
    return new BigDecimal(scaled, 2 * DECIMALS);
  }

  /** To 6 decimals; numbers that would become 0 must agree in what they begin with. */
  private static boolean roundedEqual(BigDecimal a, BigDecimal b) {
    BigDecimal roundedA = a.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    BigDecimal roundedB = b.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    if (roundedA.compareTo(roundedB) != 0) {
      return false;
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    return roundedA.signum() != 0 || Math.abs(x - y) <= SMALL * Math.max(Math.abs(x), Math.abs(y));
  }

  /** The digits alone are enough: the question has asked for the base. */
  boolean same(Based a, Quantity b) {
    Optional<BigFraction> value = ExactValue.of(b.value(), budget);
    if (value.isEmpty() || !a.digits().chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
      return false;
    }
    return new BigDecimal(a.digits())
            .compareTo(
                new BigDecimal(value.get().getNumerator())
                    .divide(
                        new BigDecimal(value.get().getDenominator()),
                        2 * DECIMALS,
                        RoundingMode.DOWN))
        == 0;
  }
}
