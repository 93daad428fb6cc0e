package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Expression.Call;
import dev.oreo.internal.symbolic.Expression.Constant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads functions, whose argument may stand without brackets and whose name may be raised. */
final class MathFunctionParser {
  private static final Set<String> ANGLES = Set.of("sin", "cos", "tan", "cot", "sec", "csc");
  private static final Map<String, String> NAMES =
      Map.of(
          "arcsin", "asin",
          "arccos", "acos",
          "arctan", "atan",
          "arccot", "acot",
          "arcsec", "asec",
          "arccsc", "acsc",
          "ln", "log");

  private final MathCursor cursor;
  private final MathExpressionParser expressions;
  private final MathOperandParser operands;

  MathFunctionParser(
      MathCursor cursor, MathExpressionParser expressions, MathOperandParser operands) {
    this.cursor = cursor;
    this.expressions = expressions;
    this.operands = operands;
  }

  Expression function(String name) {
    if (MathVocabulary.RANGES.contains(name)) {
      return range(name);
    }
    if (!MathVocabulary.FUNCTIONS.contains(name)) {
      return new Expression.Symbol("\\" + name);
    }
    Optional<Expression> base = base(name);
    Optional<Expression> power = Optional.empty();
    if (cursor.take("^")) {
      power = Optional.of(expressions.exponent());
    }
    boolean inverse = power.filter(MathFunctionParser::isMinusOne).isPresent();
    boolean angle = ANGLES.contains(name);
    List<Expression> arguments =
        angle && !inverse ? List.of(operands.inAngle(this::argument)) : arguments(name);
    Expression value = value(name, inverse, base, arguments);
    return power.isEmpty() || inverse ? value : new Expression.Power(value, power.get());
  }

  private static boolean isMinusOne(Expression power) {
    return power.equals(Expression.of(-1));
  }

  /** The base of a logarithm, or a subscript that belongs to the name. */
  private Optional<Expression> base(String name) {
    if (!cursor.take("_")) {
      return Optional.empty();
    }
    boolean digits = cursor.peek().filter(MathToken::isInteger).isPresent();
    boolean argumentFollows =
        cursor.peek(1).filter(t -> !t.is("*") && !t.is("+") && !t.is("-")).isPresent();
    if (digits && argumentFollows) {
      return Optional.of(operands.operand());
    }
    return name.equals("log")
        ? Optional.of(operands.argument())
        : Optional.of(new Expression.Symbol(MathToken.canonical(cursor.group())));
  }

  private Expression value(
      String name, boolean inverse, Optional<Expression> base, List<Expression> arguments) {
    String known = NAMES.getOrDefault(name, name);
    Expression first = arguments.get(0);
    if (name.equals("exp")) {
      return new Expression.Power(Constant.E, first);
    }
    if (name.equals("lg")) {
      return new Call("log", List.of(first, Expression.of(10)));
    }
    List<Expression> all = new ArrayList<>(arguments);
    base.ifPresent(all::add);
    return new Call(inverse && ANGLES.contains(name) ? "a" + known : known, all);
  }

  private List<Expression> arguments(String name) {
    boolean several =
        name.equals("max") || name.equals("min") || name.equals("gcd") || name.equals("lcm");
    return several && cursor.sees("(") ? operands.arguments() : List.of(argument());
  }

  /** What is in the brackets behind the name, or else all factors up to the next function. */
  private Expression argument() {
    cursor.descend();
    List<Expression> factors = new ArrayList<>();
    boolean bracket = cursor.sees("(") || cursor.sees("[");
    boolean negative = cursor.take("-");
    factors.add(negative ? expressions.factor().negated() : bracketOrFactor(bracket));
    while (!bracket && operands.startsHere() && !functionFollows()) {
      factors.add(expressions.factor());
    }
    cursor.ascend();
    return factors.size() == 1 ? factors.get(0) : new Expression.Product(factors);
  }

  private Expression bracketOrFactor(boolean bracket) {
    if (!bracket) {
      return expressions.factor();
    }
    Expression inside = operands.operand();
    return cursor.take("°") ? operands.degrees(inside) : inside;
  }

  private boolean functionFollows() {
    return cursor
        .peek()
        .filter(t -> t.kind() == MathToken.Kind.COMMAND)
        .filter(t -> MathVocabulary.FUNCTIONS.contains(t.text()))
        .isPresent();
  }

  /** A sum, a product, an integral or a limit: a function of its body, named by its bounds. */
  private Expression range(String name) {
    StringBuilder bounds = new StringBuilder(name);
    while (cursor.sees("_") || cursor.sees("^")) {
      bounds.append(cursor.next().text()).append(MathToken.canonical(cursor.group()));
    }
    cursor.descend();
    List<Expression> factors = new ArrayList<>();
    factors.add(expressions.factor());
    while (operands.startsHere()) {
      factors.add(expressions.factor());
    }
    cursor.ascend();
    return new Call(bounds.toString(), List.of(new Expression.Product(factors)));
  }
}
