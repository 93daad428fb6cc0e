package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.SympyLatexToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads LaTeX the way {@code parse_latex} of sympy 1.12 does: it takes the longest beginning of the
 * text that makes sense, and refuses the text if no beginning does or if it looks at a character
 * that it does not know.
 *
 * <p>Letters multiply, a letter before a parenthesis is a function, {@code \pi}, {@code e} and
 * {@code i} are variables, an operator without a right side ends the expression. Derivatives,
 * integrals, sums, products and limits are read and left as they stand.
 */
final class SympyLatexParser {
  private static final int MAX_REPEATED = 120;

  private final SympyLatexCursor cursor;
  private final SympyLatexAtoms atoms;
  private final SympyLatexCalculus calculus;
  private final SympyLatexFunctions functions;

  private SympyLatexParser(SympyLatexCursor cursor) {
    this.cursor = cursor;
    this.atoms = new SympyLatexAtoms(this, cursor);
    this.calculus = new SympyLatexCalculus(this, atoms, cursor);
    this.functions = new SympyLatexFunctions(this, atoms, calculus, cursor);
  }

  /**
   * Reads a text.
   *
   * @return empty if it is an equation or inequality
   * @throws SympyParseException if it is refused
   */
  static Optional<Expression> parse(String text, WorkBudget budget) {
    SympyLatexParser parser = new SympyLatexParser(new SympyLatexCursor(text, budget));
    Expression first = parser.sum();
    boolean relation = false;
    while (parser.cursor.takeIf(Kind.RELATION)) {
      parser.sum();
      relation = true;
    }
    if (first.contains(SympyLatexParser::isRefused)) {
      throw SympyParseException.refusal("a number is not written as Python writes numbers");
    }
    return relation ? Optional.empty() : Optional.of(first);
  }

  /** Whether a broken number is meant, or is part of a name. */
  private static boolean isRefused(Expression expression) {
    if (expression instanceof Expression.Call call) {
      return call.function().contains(SympyLatexAtoms.REFUSED);
    }
    return expression instanceof Expression.Symbol symbol
        && symbol.name().contains(SympyLatexAtoms.REFUSED);
  }

  /** Terms with signs between them. */
  Expression sum() {
    Expression first = product(true);
    List<Expression> terms = new ArrayList<>(List.of(first));
    while (cursor.at(Kind.PLUS) || cursor.at(Kind.MINUS)) {
      boolean minus = cursor.at(Kind.MINUS);
      Optional<Expression> term = cursor.attempt(this::takeThenProduct);
      if (term.isEmpty()) {
        break;
      }
      terms.add(minus ? term.get().negated() : term.get());
    }
    return terms.size() == 1 ? first : new Expression.Sum(terms);
  }

  private Expression takeThenProduct() {
    takeOperator();
    return product(true);
  }

  /** Right after an operator a broken number is an error of the text, unless in brackets. */
  private void takeOperator() {
    requireNoBrokenDigit();
    cursor.take();
  }

  private void requireNoBrokenDigit() {
    if (cursor.outermost() && atoms.isBrokenDigit(1)) {
      throw SympyParseException.refusal("a point needs a digit after it");
    }
  }

  /** Factors with signs between them; without functions in a function's argument. */
  Expression product(boolean withFunctions) {
    Expression first = signed(withFunctions);
    List<Expression> factors = new ArrayList<>(List.of(first));
    while (cursor.at(Kind.TIMES) || cursor.at(Kind.DIVIDE)) {
      boolean divide = cursor.at(Kind.DIVIDE);
      Optional<Expression> factor =
          cursor.attempt(
              () -> {
                takeOperator();
                return signed(withFunctions);
              });
      if (factor.isEmpty()) {
        break;
      }
      factors.add(divide ? reciprocal(factor.get()) : factor.get());
    }
    return factors.size() == 1 ? first : new Expression.Product(factors);
  }

  private static Expression reciprocal(Expression expression) {
    return new Expression.Power(expression, Expression.of(-1));
  }

  private Expression signed(boolean withFunctions) {
    boolean negative = false;
    while (cursor.at(Kind.PLUS) || cursor.at(Kind.MINUS)) {
      negative ^= cursor.take().is(Kind.MINUS);
    }
    Expression value = adjacent(withFunctions);
    return negative ? value.negated() : value;
  }

  /** Factors side by side. */
  private Expression adjacent(boolean withFunctions) {
    List<Expression> factors = new ArrayList<>();
    factors.add(postfix(true));
    while (continues(withFunctions)) {
      Optional<Expression> factor = cursor.attempt(() -> postfix(withFunctions));
      if (factor.isEmpty()) {
        break;
      }
      factors.add(factor.get());
    }
    return multiplied(factors);
  }

  private boolean continues(boolean withFunctions) {
    if (cursor.at(Kind.BAR) && cursor.barCloses()) {
      return false;
    }
    return cursor.peek().startsFactor() && (withFunctions || !cursor.peek().startsFunction());
  }

  /** An x between two numbers is a multiplication sign. */
  private static Expression multiplied(List<Expression> factors) {
    if (factors.size() == 1) {
      return factors.get(0);
    }
    List<Expression> kept = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      boolean inner = i > 0 && i < factors.size() - 1;
      boolean cross = inner && factors.get(i).equals(new Expression.Symbol("x"));
      if (!cross || hasSymbol(factors.get(i - 1)) || hasSymbol(factors.get(i + 1))) {
        kept.add(factors.get(i));
      }
    }
    return new Expression.Product(kept);
  }

  private static boolean hasSymbol(Expression expression) {
    return expression.contains(Expression.Symbol.class::isInstance);
  }

  private Expression postfix(boolean withFunctions) {
    Expression value = power(withFunctions);
    for (int i = 0; cursor.at(Kind.FACTORIAL) || cursor.at(Kind.BAR); i++) {
      requireFewer(i);
      if (cursor.takeIf(Kind.FACTORIAL)) {
        value = new Expression.Call("factorial", List.of(value));
      } else if (cursor.barCloses()) {
        return value;
      } else {
        Expression before = value;
        Optional<Expression> evaluated = cursor.attempt(() -> calculus.evaluated(before));
        if (evaluated.isEmpty()) {
          return value;
        }
        value = evaluated.get();
      }
    }
    return value;
  }

  /** Powers of powers from left to right. */
  private Expression power(boolean withFunctions) {
    Expression value = component(withFunctions);
    for (int i = 0; cursor.at(Kind.CARET); i++) {
      requireFewer(i);
      Optional<Expression> exponent = cursor.attempt(this::exponent);
      if (exponent.isEmpty()) {
        return value;
      }
      value = new Expression.Power(value, exponent.get());
    }
    return value;
  }

  private Expression exponent() {
    requireNoBrokenDigit();
    Expression exponent = atoms.script(Kind.CARET);
    if (cursor.at(Kind.UNDERSCORE)) {
      cursor.committedOutside(() -> atoms.script(Kind.UNDERSCORE));
    }
    return exponent;
  }

  private static void requireFewer(int count) {
    if (count > MAX_REPEATED) {
      throw SympyParseException.refusal("more than " + MAX_REPEATED + " operators in a row");
    }
  }

  private Expression component(boolean withFunctions) {
    return switch (cursor.peek().kind()) {
      case LEFT_PAREN -> group(Kind.RIGHT_PAREN);
      case LEFT_BRACKET -> group(Kind.RIGHT_BRACKET);
      case LEFT_BRACE -> group(Kind.RIGHT_BRACE);
      case LEFT_BRACE_LITERAL -> group(Kind.RIGHT_BRACE_LITERAL);
      case BAR -> cursor.once(this::bar);
      case LEFT_FLOOR -> rounded("floor", Kind.RIGHT_FLOOR);
      case LEFT_CEILING -> rounded("ceiling", Kind.RIGHT_CEILING);
      case LETTER, SYMBOL -> withFunctions ? functions.named() : atoms.atom();
      case FUNCTION, LIMIT, INTEGRAL, BIG_OPERATOR, ROOT, OVERLINE -> functions.command();
      default -> atoms.atom();
    };
  }

  private Expression group(Kind close) {
    return cursor.once(() -> enclosed(close));
  }

  /** Takes the token that opens, an expression and the token that closes. */
  Expression enclosed(Kind close) {
    cursor.take();
    return cursor.enclosed(
        false,
        () -> {
          Expression inner = sum();
          cursor.expect(close);
          return inner;
        });
  }

  private Expression rounded(String name, Kind close) {
    return new Expression.Call(name, List.of(enclosed(close)));
  }

  /** An absolute value: with absolute values side by side in it if that comes out, else without. */
  private Expression bar() {
    return cursor
        .attempt(() -> absolute(false))
        .or(() -> cursor.attempt(() -> absolute(true)))
        .orElseGet(() -> new Expression.Call("\\ket", List.of(enclosed(Kind.RIGHT_ANGLE))));
  }

  private Expression absolute(boolean barsClose) {
    cursor.take();
    return cursor.enclosed(
        barsClose,
        () -> {
          Expression inner = sum();
          cursor.expect(Kind.BAR);
          return new Expression.Call("abs", List.of(inner));
        });
  }
}
