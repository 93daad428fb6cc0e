package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Expression.Call;
import dev.oreo.internal.symbolic.Expression.Constant;
import dev.oreo.internal.symbolic.Expression.Power;
import dev.oreo.verify.SympyLatexToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Functions of {@link SympyLatexParser}: elementary ones, and those named by a letter. */
final class SympyLatexFunctions {
  private static final Set<String> INVERTED_BY_EXPONENT =
      Set.of("sin", "cos", "tan", "csc", "sec", "cot", "sinh", "cosh", "tanh");

  private final SympyLatexParser parser;
  private final SympyLatexAtoms atoms;
  private final SympyLatexCalculus calculus;
  private final SympyLatexCursor cursor;

  SympyLatexFunctions(
      SympyLatexParser parser,
      SympyLatexAtoms atoms,
      SympyLatexCalculus calculus,
      SympyLatexCursor cursor) {
    this.parser = parser;
    this.atoms = atoms;
    this.calculus = calculus;
    this.cursor = cursor;
  }

  /** A variable, or a function if a list of arguments in parentheses follows. */
  Expression named() {
    SympyLatexAtoms.Name name = atoms.name();
    if (cursor.at(Kind.LEFT_PAREN)) {
      Optional<List<Expression>> arguments = cursor.attempt(() -> cursor.once(this::arguments));
      if (arguments.isPresent()) {
        return new Call("\\" + name.full(), arguments.get());
      }
    }
    return SympyLatexAtoms.variable(name);
  }

  /** After a comma nothing else can be meant: what does not fit then is an error of the text. */
  private List<Expression> arguments() {
    cursor.take();
    return cursor.enclosed(
        false,
        () -> {
          Expression first = parser.sum();
          if (cursor.at(Kind.COMMA)) {
            return cursor.committed(() -> argumentsAfter(first));
          }
          cursor.expect(Kind.RIGHT_PAREN);
          return List.of(first);
        });
  }

  private List<Expression> argumentsAfter(Expression first) {
    List<Expression> arguments = new ArrayList<>(List.of(first));
    while (cursor.takeIf(Kind.COMMA)) {
      arguments.add(parser.sum());
    }
    cursor.expect(Kind.RIGHT_PAREN);
    return arguments;
  }

  /** A function with a command of its own. */
  Expression command() {
    return cursor.deeper(this::commandHere);
  }

  private Expression commandHere() {
    return switch (cursor.peek().kind()) {
      case FUNCTION -> elementary();
      case ROOT -> root();
      case OVERLINE -> overline();
      case INTEGRAL -> calculus.integral();
      case LIMIT -> calculus.limit();
      default -> calculus.bigOperator();
    };
  }

  private Expression elementary() {
    String name = cursor.take().text();
    Optional<Expression> value = cursor.attempt(() -> elementary(name, false));
    if (value.isPresent()) {
      return value.get();
    }
    if (!longNumberScriptAt(0) && !longNumberScriptAt(2)) {
      throw cursor.mismatch();
    }
    return elementary(name, true);
  }

  private boolean longNumberScriptAt(int ahead) {
    SympyLatexToken sign = cursor.peek(ahead);
    return (sign.is(Kind.UNDERSCORE) || sign.is(Kind.CARET))
        && cursor.peek(ahead + 1).is(Kind.DIGIT)
        && cursor.peek(ahead + 2).is(Kind.DIGIT);
  }

  /**
   * A function with index and exponent in any order.
   *
   * @param digitLeft whether a number of several digits leaves its last one as argument, as in
   *     {@code \log_23}
   */
  private Expression elementary(String name, boolean digitLeft) {
    Optional<Expression> index = Optional.empty();
    Optional<Expression> exponent = Optional.empty();
    if (cursor.at(Kind.UNDERSCORE)) {
      index = script(Kind.UNDERSCORE, digitLeft);
      exponent = script(Kind.CARET, digitLeft);
    } else {
      exponent = script(Kind.CARET, digitLeft);
      index = script(Kind.UNDERSCORE, digitLeft);
    }
    return value(name, index, exponent, argument());
  }

  private Optional<Expression> script(Kind sign, boolean digitLeft) {
    if (!cursor.at(sign)) {
      return Optional.empty();
    }
    boolean shorten = digitLeft && longNumberScriptAt(0);
    return Optional.of(shorten ? atoms.shortScript(sign) : atoms.script(sign));
  }

  private Expression argument() {
    if (cursor.at(Kind.LEFT_PAREN)) {
      Optional<Expression> inParentheses =
          cursor.attempt(() -> cursor.once(this::firstInParentheses));
      if (inParentheses.isPresent()) {
        return inParentheses.get();
      }
    }
    return parser.product(false);
  }

  /** Of several arguments only the first counts. */
  private Expression firstInParentheses() {
    cursor.take();
    return cursor.enclosed(
        false,
        () -> {
          Expression first = parser.sum();
          while (cursor.takeIf(Kind.COMMA)) {
            parser.sum();
          }
          cursor.expect(Kind.RIGHT_PAREN);
          return first;
        });
  }

  private static Expression value(
      String name, Optional<Expression> index, Optional<Expression> exponent, Expression argument) {
    if (exponent.isPresent() && INVERTED_BY_EXPONENT.contains(name) && isMinusOne(exponent.get())) {
      return new Call("a" + name, List.of(argument));
    }
    Expression value =
        switch (name) {
          case "exp" -> new Power(Constant.E, argument);
          case "ln", "log" -> logarithm(argument, index);
          case "lg" -> logarithm(argument, Optional.of(index.orElse(Expression.of(10))));
          default -> new Call(inverseName(name), List.of(argument));
        };
    return exponent.<Expression>map(n -> new Power(value, n)).orElse(value);
  }

  private static boolean isMinusOne(Expression exponent) {
    return exponent.equals(Expression.of(1).negated());
  }

  private static Expression logarithm(Expression argument, Optional<Expression> base) {
    return new Call("log", base.map(b -> List.of(argument, b)).orElse(List.of(argument)));
  }

  /** {@code arcsin} is {@code asin}, {@code arsinh} is {@code asinh}. */
  private static String inverseName(String name) {
    if (name.startsWith("arc")) {
      return "a" + name.substring(3);
    }
    return name.startsWith("ar") ? "a" + name.substring(2) : name;
  }

  private Expression root() {
    cursor.take();
    Expression degree = Expression.of(2);
    if (cursor.at(Kind.LEFT_BRACKET)) {
      degree = parser.enclosed(Kind.RIGHT_BRACKET);
    }
    return atoms.braces().root(degree);
  }

  private Expression overline() {
    cursor.take();
    return new Call("conjugate", List.of(atoms.braces()));
  }
}
