package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * Reads an expression: sums of products of powers, products also without a sign, functions also
 * without brackets, mixed numbers. What is one operand is read by {@link MathOperandParser}.
 */
final class MathExpressionParser {
  private static final int MAX_EXPONENT = 4_000;

  private final MathCursor cursor;
  private final MathOperandParser operands;

  private MathExpressionParser(MathCursor cursor) {
    this.cursor = cursor;
    this.operands = new MathOperandParser(cursor, this);
  }

  /**
   * Returns the expression that tokens stand for.
   *
   * @param tokens all of which must belong to it
   * @param budget what it may cost
   * @return the expression
   * @throws MathSyntaxException if they stand for none
   */
  static Expression parse(List<MathToken> tokens, WorkBudget budget) {
    MathExpressionParser parser = new MathExpressionParser(new MathCursor(tokens, budget));
    Expression result = parser.operands.halves();
    parser
        .cursor
        .peek()
        .ifPresent(
            rest -> {
              throw new MathSyntaxException("\"" + rest.text() + "\" is not understood there");
            });
    return result;
  }

  Expression sum() {
    cursor.descend();
    List<Expression> terms = new ArrayList<>();
    boolean negative = signs();
    terms.add(signed(product(), negative));
    while (cursor.sees("+") || cursor.sees("-")) {
      negative = signs();
      terms.add(signed(product(), negative));
    }
    cursor.ascend();
    return terms.size() == 1 ? terms.get(0) : new Expression.Sum(terms);
  }

  /** Takes plus and minus signs and returns whether they make the negative. */
  private boolean signs() {
    boolean negative = false;
    while (cursor.sees("+") || cursor.sees("-")) {
      negative ^= cursor.next().is("-");
    }
    return negative;
  }

  private static Expression signed(Expression term, boolean negative) {
    if (!negative) {
      return term;
    }
    return term instanceof Expression.Rational number
        ? Expression.of(number.value().negate())
        : term.negated();
  }

  private Expression product() {
    List<Expression> factors = new ArrayList<>();
    factors.add(factor());
    while (true) {
      if (cursor.take("*")) {
        factors.add(signedFactor());
      } else if (cursor.take("/") || cursor.take(":")) {
        factors.add(new Expression.Power(signedFactor(), Expression.of(-1)));
      } else if (operands.startsHere()) {
        factors.add(beside(factor()));
      } else {
        return factors.size() == 1 ? factors.get(0) : new Expression.Product(factors);
      }
    }
  }

  /** Numbers side by side are no product: {@code 2 3} is a slip. */
  private Expression beside(Expression factor) {
    if (factor instanceof Expression.Rational) {
      throw new MathSyntaxException("a number stands behind another operand without an operator");
    }
    return factor;
  }

  private Expression signedFactor() {
    boolean negative = signs();
    return signed(factor(), negative);
  }

  /** One operand with what is raised behind it. */
  Expression factor() {
    Optional<Expression> mixed = mixed();
    return mixed.orElseGet(() -> raised(operands.operand()));
  }

  Expression raised(Expression base) {
    Expression result = base;
    int raised = 0;
    while (true) {
      if (cursor.take("^")) {
        result = new Expression.Power(result, exponent());
      } else if (cursor.take("!")) {
        result = new Expression.Call("factorial", List.of(result));
      } else if (cursor.take("°")) {
        result = operands.degrees(result);
      } else if (cursor.take("%")) {
        result = result.over(Expression.of(100));
      } else {
        return result;
      }
      if (++raised > 8) {
        throw new MathSyntaxException("too many powers follow one another");
      }
    }
  }

  /** In braces, or a signed operand; digits behind {@code ^} belong together. */
  Expression exponent() {
    cursor.descend();
    boolean negative = signs();
    Expression exponent = operands.operand();
    if (cursor.take("^")) {
      exponent = new Expression.Power(exponent, exponent());
    }
    cursor.ascend();
    return signed(exponent, negative);
  }

  /** {@code 3\frac12} and {@code 3 1/2}: the sum of both, if the fraction is below 1. */
  private Optional<Expression> mixed() {
    Optional<MathToken> whole = cursor.peek();
    Optional<MathToken> second = cursor.peek(1);
    if (whole.isEmpty() || second.isEmpty() || !whole.get().isInteger()) {
      return Optional.empty();
    }
    int taken = 0;
    String top = "";
    String bottom = "";
    if (second.get().isCommand("frac")) {
      MathFractionDigits digits = MathFractionDigits.at(cursor, 2);
      taken = 2 + digits.tokens();
      top = digits.numerator();
      bottom = digits.denominator();
    } else if (second.get().isInteger() && second.get().spaced()) {
      boolean slash = cursor.peek(2).filter(t -> t.is("/")).isPresent();
      Optional<MathToken> below = cursor.peek(3).filter(MathToken::isInteger);
      taken = 4;
      top = slash && below.isPresent() ? second.get().text() : "";
      bottom = below.map(MathToken::text).orElse("");
    }
    if (top.isEmpty() || bottom.isEmpty()) {
      return Optional.empty();
    }
    return mixed(number(whole.get()), new BigInteger(top), new BigInteger(bottom), taken);
  }

  private Optional<Expression> mixed(
      BigFraction whole, BigInteger top, BigInteger bottom, int tokens) {
    if (top.compareTo(bottom) >= 0 || top.signum() == 0) {
      return Optional.empty();
    }
    for (int i = 0; i < tokens; i++) {
      cursor.next();
    }
    return Optional.of(Expression.of(whole.add(new BigFraction(top, bottom))));
  }

  /** Returns the exact number that a token is; digits in brackets at its end repeat for ever. */
  static BigFraction number(MathToken token) {
    String text = token.text();
    int repeating = text.indexOf('(');
    if (repeating >= 0) {
      String digits = text.substring(repeating + 1, text.length() - 1);
      BigDecimal first = new BigDecimal(text.substring(0, repeating) + "0");
      BigInteger nines = BigInteger.TEN.pow(digits.length()).subtract(BigInteger.ONE);
      BigInteger shift = BigInteger.TEN.pow(first.scale() - 1);
      return fraction(first).add(new BigFraction(new BigInteger(digits), nines.multiply(shift)));
    }
    return fraction(new BigDecimal(text));
  }

  private static BigFraction fraction(BigDecimal decimal) {
    if (Math.abs((long) decimal.scale()) > MAX_EXPONENT) {
      throw new MathSyntaxException("a number has too many digits");
    }
    if (decimal.scale() <= 0) {
      return new BigFraction(decimal.toBigIntegerExact());
    }
    return new BigFraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }
}
