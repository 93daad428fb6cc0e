package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Expression.Call;
import dev.oreo.internal.symbolic.Expression.Constant;
import dev.oreo.internal.symbolic.Expression.Power;
import dev.oreo.internal.symbolic.WorkBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what {@code parse_expr} of sympy makes of a formula in Python's syntax: numbers, names,
 * {@code + - * / // % **}, factorials, calls and parentheses. Everything else is refused, tuples
 * and comparisons too: nothing can be subtracted from them.
 */
final class SympyExpressionParser {
  private static final int MAX_DEPTH = 120;
  private static final Map<String, Constant> CONSTANTS =
      Map.of("pi", Constant.PI, "E", Constant.E, "I", Constant.I, "oo", Constant.INFINITY);
  private static final Set<String> FUNCTIONS =
      Set.of(
          "sin",
          "cos",
          "tan",
          "cot",
          "sec",
          "csc",
          "sinh",
          "cosh",
          "tanh",
          "asin",
          "acos",
          "atan",
          "acot",
          "asec",
          "acsc",
          "asinh",
          "acosh",
          "atanh",
          "log",
          "conjugate",
          "floor",
          "ceiling",
          "factorial",
          "binomial");
  private static final Set<String> RESERVED =
      Set.of(
          "N", "O", "Q", "S", "and", "as", "def", "else", "for", "from", "if", "in", "is", "lambda",
          "not", "or", "None", "True", "False", "test", "beta", "gamma", "zeta");

  private final String text;
  private final boolean caretIsPower;
  private final WorkBudget budget;
  private int position;
  private int depth;

  private SympyExpressionParser(String text, boolean caretIsPower, WorkBudget budget) {
    this.text = text;
    this.caretIsPower = caretIsPower;
    this.budget = budget;
  }

  /**
   * Reads a text.
   *
   * @param caretIsPower as {@code sympify} has it; otherwise a caret is refused
   * @throws SympyParseException if it is refused
   */
  static Expression parse(String text, boolean caretIsPower, WorkBudget budget) {
    SympyExpressionParser parser = new SympyExpressionParser(text, caretIsPower, budget);
    Expression result = parser.sum();
    parser.skipSpaces();
    if (parser.position < text.length()) {
      throw parser.refusal();
    }
    return result;
  }

  private Expression sum() {
    depth++;
    List<Expression> terms = new ArrayList<>(List.of(product()));
    for (char sign = sign("+-"); sign != 0; sign = sign("+-")) {
      position++;
      Expression term = product();
      terms.add(sign == '-' ? term.negated() : term);
    }
    depth--;
    return terms.size() == 1 ? terms.get(0) : new Expression.Sum(terms);
  }

  private Expression product() {
    Expression value = signed();
    for (int i = 0; sign("*/%") != 0; i++) {
      requireFewer(i);
      if (takeIf("//")) {
        value = new Call("floor", List.of(value.over(signed())));
      } else if (takeIf("/")) {
        value = value.over(signed());
      } else if (takeIf("%")) {
        Expression divisor = signed();
        Expression quotient = new Call("floor", List.of(value.over(divisor)));
        value = value.minus(new Expression.Product(List.of(divisor, quotient)));
      } else {
        position++;
        value = new Expression.Product(List.of(value, signed()));
      }
    }
    return value;
  }

  private Expression signed() {
    boolean negative = false;
    for (char sign = sign("+-"); sign != 0; sign = sign("+-")) {
      position++;
      negative ^= sign == '-';
    }
    Expression value = power();
    return negative ? value.negated() : value;
  }

  private Expression power() {
    Expression base = postfix();
    skipSpaces();
    if (takeIf("**") || (caretIsPower && takeIf("^"))) {
      depth++;
      requireFewer(depth);
      Expression exponent = signed();
      depth--;
      return new Power(base, exponent);
    }
    return base;
  }

  private Expression postfix() {
    Expression value = atom();
    for (int i = 0; sign("!") != 0; i++) {
      requireFewer(i);
      position++;
      value = new Call("factorial", List.of(value));
    }
    return value;
  }

  private Expression atom() {
    budget.spend(1);
    skipSpaces();
    requireFewer(depth);
    if (position >= text.length()) {
      throw refusal();
    }
    char c = text.charAt(position);
    if (c == '(') {
      position++;
      Expression inner = sum();
      expect(')');
      return inner;
    }
    if (isDigit(position) || (c == '.' && isDigit(position + 1))) {
      return number();
    }
    if (Character.isLetter(c) || c == '_') {
      return name();
    }
    throw refusal();
  }

  private Expression number() {
    int start = position;
    skipDigits();
    if (position < text.length() && text.charAt(position) == '.') {
      position++;
      skipDigits();
    }
    String digits = text.substring(start, position);
    Expression number = SympyLatexAtoms.number(digits);
    boolean glued = position < text.length() && Character.isLetter(text.charAt(position));
    if (glued || !(number instanceof Expression.Rational)) {
      throw refusal();
    }
    return number;
  }

  private Expression name() {
    int start = position;
    while (position < text.length() && Character.isJavaIdentifierPart(text.charAt(position))) {
      position++;
    }
    String name = text.substring(start, position);
    if (RESERVED.contains(name)) {
      throw refusal();
    }
    skipSpaces();
    if (position < text.length() && text.charAt(position) == '(') {
      return call(name);
    }
    if (CONSTANTS.containsKey(name)) {
      return CONSTANTS.get(name);
    }
    if (FUNCTIONS.contains(name)) {
      throw refusal();
    }
    return new Expression.Symbol(name);
  }

  private Expression call(String name) {
    if (CONSTANTS.containsKey(name)) {
      throw refusal();
    }
    position++;
    List<Expression> arguments = new ArrayList<>(List.of(sum()));
    while (sign(",") != 0) {
      position++;
      arguments.add(sum());
    }
    expect(')');
    return arguments.size() == 1
        ? applied(name, arguments.get(0))
        : new Call(known(name), arguments);
  }

  private static Expression applied(String name, Expression argument) {
    return switch (name) {
      case "sqrt" -> argument.root(Expression.of(2));
      case "exp" -> new Power(Constant.E, argument);
      case "Abs", "abs" -> new Call("abs", List.of(argument));
      case "ln" -> new Call("log", List.of(argument));
      default -> new Call(known(name), List.of(argument));
    };
  }

  private static String known(String name) {
    return FUNCTIONS.contains(name) ? name : "\\" + name;
  }

  private void expect(char c) {
    if (sign(String.valueOf(c)) == 0) {
      throw refusal();
    }
    position++;
  }

  /** Returns the next character if it is one of these, else 0. */
  private char sign(String characters) {
    skipSpaces();
    boolean found = position < text.length() && characters.indexOf(text.charAt(position)) >= 0;
    return found ? text.charAt(position) : 0;
  }

  private boolean takeIf(String sign) {
    if (!text.startsWith(sign, position)) {
      return false;
    }
    position += sign.length();
    return true;
  }

  private void skipDigits() {
    while (isDigit(position)) {
      position++;
    }
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private void skipSpaces() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }

  private void requireFewer(int count) {
    if (count > MAX_DEPTH) {
      throw SympyParseException.refusal("more than " + MAX_DEPTH + " deep");
    }
  }

  private SympyParseException refusal() {
    return SympyParseException.refusal("not understood at position " + position);
  }
}
