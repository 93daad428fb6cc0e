package dev.oreo.verify;

import dev.oreo.internal.symbolic.ComplexEvaluation;
import dev.oreo.internal.symbolic.ExactValue;
import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Identity;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.internal.symbolic.WorkBudgetExceededException;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * Whether sympy calls two formulas equal: their difference simplifies to 0, or both are real
 * numbers within 0.001 of each other. One instance serves one verdict, on one thread.
 */
final class SympyEquality {
  private static final long OPERATIONS = 300_000;
  private static final long OPERATIONS_PER_PAIR = 30_000;
  private static final double TOLERANCE = 1e-3;
  private static final double ROUNDING = 1e-12;

  private final WorkBudget whole = new WorkBudget(OPERATIONS);
  private boolean timedOut;

  /** Whether some comparison was given up, and counted as not equal. */
  boolean timedOut() {
    return timedOut;
  }

  /** Gives a comparison up that is done elsewhere for the same verdict. */
  void giveUp() {
    timedOut = true;
  }

  /** Takes work that is done elsewhere for the same verdict from the budget. */
  boolean spend(long operations) {
    try {
      whole.spend(operations);
      return true;
    } catch (WorkBudgetExceededException e) {
      giveUp();
      return false;
    }
  }

  boolean equal(String a, String b) {
    try {
      WorkBudget budget = whole.part(OPERATIONS_PER_PAIR);
      Optional<Formula> left = parse(a, budget);
      if (left.isEmpty()) {
        return false;
      }
      Optional<Formula> right = parse(b, budget);
      return right.isPresent() && equal(left.get(), right.get(), budget);
    } catch (WorkBudgetExceededException e) {
      giveUp();
      return false;
    }
  }

  /**
   * A formula.
   *
   * @param value what it says
   * @param text whether only its number counts, because as an expression it was refused
   */
  private record Formula(Expression value, boolean text) {}

  /** Returns empty if neither a difference nor a number can be made of it. */
  private static Optional<Formula> parse(String text, WorkBudget budget) {
    try {
      return SympyLatexParser.parse(text, budget).map(e -> new Formula(e, false));
    } catch (SympyParseException notLatex) {
      return parsePython(text, budget);
    }
  }

  private static Optional<Formula> parsePython(String text, WorkBudget budget) {
    for (boolean caretIsPower : new boolean[] {false, true}) {
      try {
        Expression value = SympyExpressionParser.parse(text, caretIsPower, budget);
        return Optional.of(new Formula(value, caretIsPower));
      } catch (SympyParseException notPython) {
        budget.spend(1);
      }
    }
    return Optional.empty();
  }

  private static boolean equal(Formula a, Formula b, WorkBudget budget) {
    boolean symbols = hasSymbol(a.value()) || hasSymbol(b.value());
    if (a.text() || b.text()) {
      return !symbols && closeNumbers(a.value(), b.value(), budget);
    }
    if (symbols || hasUnknownCall(a.value()) || hasUnknownCall(b.value())) {
      return Identity.holds(a.value(), b.value(), Identity.Domain.COMPLEX, budget);
    }
    return closeNumbers(a.value(), b.value(), budget);
  }

  private static boolean hasSymbol(Expression expression) {
    return expression.contains(Expression.Symbol.class::isInstance);
  }

  private static boolean hasUnknownCall(Expression expression) {
    return expression.contains(
        part -> part instanceof Expression.Call call && call.function().startsWith("\\"));
  }

  private static boolean closeNumbers(Expression a, Expression b, WorkBudget budget) {
    Optional<BigFraction> exactA = ExactValue.of(a, budget);
    Optional<BigFraction> exactB = ExactValue.of(b, budget);
    if (exactA.isPresent() && exactB.isPresent()) {
      return exactA.equals(exactB)
          || PythonText.isClose(exactA.get().doubleValue(), exactB.get().doubleValue(), TOLERANCE);
    }
    Complex valueA = ComplexEvaluation.of(a, Map.of(), budget);
    Complex valueB = ComplexEvaluation.of(b, Map.of(), budget);
    if (valueA.isNaN() || valueB.isNaN()) {
      return false;
    }
    if (valueA.isInfinite() || valueB.isInfinite()) {
      return a.equals(b) || (valueA.equals(valueB) && hasInfinity(a) && hasInfinity(b));
    }
    if (isReal(valueA) && isReal(valueB)) {
      return PythonText.isClose(valueA.getReal(), valueB.getReal(), TOLERANCE);
    }
    return Identity.holds(a, b, Identity.Domain.COMPLEX, budget);
  }

  /** An infinite value is one only if infinity was written; else the number is too large. */
  private static boolean hasInfinity(Expression expression) {
    return expression.contains(part -> part == Expression.Constant.INFINITY);
  }

  private static boolean isReal(Complex value) {
    return Math.abs(value.getImaginary()) <= ROUNDING * Math.max(1, Math.abs(value.getReal()));
  }
}
