package dev.oreo.verify;

import dev.oreo.internal.symbolic.ExactValue;
import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Expression.Call;
import dev.oreo.internal.symbolic.Expression.Constant;
import dev.oreo.internal.symbolic.Expression.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.math3.fraction.BigFraction;

/** Reads one operand of an expression: a number, a variable, a bracket, a fraction, a function. */
final class MathOperandParser {
  private static final Set<String> OPENING = Set.of("(", "[", "{", "|", "‖", "⌊", "⌈");
  private static final Set<String> APPLIED = Set.of("f", "g", "h", "F", "G", "H");

  private final MathCursor cursor;
  private final MathExpressionParser expressions;
  private final MathFunctionParser functions;
  private boolean angle;
  private int bars;

  MathOperandParser(MathCursor cursor, MathExpressionParser expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
    this.functions = new MathFunctionParser(cursor, expressions, this);
  }

  /** Returns whether the next token can begin an operand. */
  boolean startsHere() {
    Optional<MathToken> token = cursor.peek();
    if (token.isEmpty() || token.get().isWord()) {
      return false;
    }
    if (token.get().kind() != MathToken.Kind.SYMBOL) {
      return !token.get().isCommand("over") && !token.get().isCommand("choose");
    }
    boolean bar = token.get().is("|") || token.get().is("‖");
    return bar ? bars == 0 : OPENING.contains(token.get().text()) || token.get().is("…");
  }

  /** Reads inside the argument of a trigonometric function, where degrees are no mere unit. */
  Expression inAngle(Supplier<Expression> argument) {
    boolean outer = angle;
    angle = true;
    Expression result = argument.get();
    angle = outer;
    return result;
  }

  /** Degrees are a unit, which the whole answer has, but for arguments of functions. */
  Expression degrees(Expression value) {
    return angle
        ? new Expression.Product(List.of(value, Constant.PI)).over(Expression.of(180))
        : value;
  }

  Expression operand() {
    MathToken token = cursor.next();
    return switch (token.kind()) {
      case NUMBER -> number(token);
      case LETTER -> letter(token.text());
      case COMMAND -> command(token.text());
      case WORD -> throw new MathSyntaxException("the words \"" + token.text() + "\" stand there");
      case SYMBOL -> bracket(token.text());
    };
  }

  private Expression number(MathToken token) {
    if (cursor.sees("_")) {
      return new Symbol(token.text() + subscript());
    }
    return Expression.of(MathExpressionParser.number(token));
  }

  private String subscript() {
    StringBuilder name = new StringBuilder();
    while (cursor.take("_")) {
      name.append('_').append(MathToken.canonical(cursor.group()));
    }
    return name.toString();
  }

  private Expression letter(String name) {
    StringBuilder full = new StringBuilder(name).append(subscript());
    while (cursor.take("'")) {
      full.append('\'');
    }
    full.append(subscript());
    boolean bracket = cursor.peek().filter(t -> t.is("(") && !t.spaced()).isPresent();
    if (APPLIED.contains(name) && bracket) {
      return new Call("apply " + full, arguments());
    }
    return switch (full.toString()) {
      case "e" -> Constant.E;
      case "i" -> Constant.I;
      case "pi" -> Constant.PI;
      case "infty" -> Constant.INFINITY;
      default -> new Symbol(full.toString());
    };
  }

  /** Arguments in round brackets, separated by commas. */
  List<Expression> arguments() {
    cursor.expect("(");
    List<Expression> arguments = new ArrayList<>();
    arguments.add(inside());
    while (cursor.take(",")) {
      arguments.add(inside());
    }
    cursor.expect(")");
    return arguments;
  }

  /** A whole expression between brackets, where bars may be nested again. */
  Expression inside() {
    int outer = bars;
    bars = 0;
    Expression result = expressions.sum();
    bars = outer;
    return result;
  }

  private Expression bracket(String open) {
    return switch (open) {
      case "(" -> closed(")");
      case "[" -> closed("]");
      case "{" -> braces();
      case "|" -> bars("|", "abs");
      case "‖" -> bars("‖", "norm");
      case "⌊" -> new Call("floor", List.of(closed("⌋")));
      case "⌈" -> new Call("ceiling", List.of(closed("⌉")));
      case "…" -> new Symbol("…");
      case "" -> throw new MathSyntaxException("something is missing");
      default -> throw new MathSyntaxException("\"" + open + "\" is not understood there");
    };
  }

  private Expression closed(String close) {
    Expression inside = inside();
    cursor.expect(close);
    return inside;
  }

  private Expression bars(String bar, String function) {
    bars++;
    Expression inside = expressions.sum();
    bars--;
    cursor.expect(bar);
    return new Call(function, List.of(inside));
  }

  private Expression braces() {
    Expression inside = halves();
    cursor.expect("}");
    return inside;
  }

  /** A group, in which {@code \over} and {@code \choose} separate two halves. */
  Expression halves() {
    Expression first = inside();
    Optional<MathToken> middle = cursor.peek();
    if (middle.filter(t -> t.isCommand("over")).isPresent()) {
      cursor.next();
      first = first.over(inside());
    } else if (middle.filter(t -> t.isCommand("choose")).isPresent()) {
      cursor.next();
      first = new Call("binomial", List.of(first, inside()));
    }
    return first;
  }

  /** The argument of a macro: what is in braces, or one token, of a number its first digit. */
  Expression argument() {
    cursor.descend();
    cursor.splitDigit();
    int outer = bars;
    bars = 0;
    Expression result = operand();
    bars = outer;
    cursor.ascend();
    return result;
  }

  private Expression command(String name) {
    return switch (name) {
      case "frac" -> {
        Expression numerator = argument();
        yield numerator.over(argument());
      }
      case "binom" -> {
        Expression above = argument();
        yield new Call("binomial", List.of(above, argument()));
      }
      case "sqrt" -> squareRoot();
      case "cbrt" -> root(rootArgument(), Expression.of(3));
      default -> functions.function(name);
    };
  }

  private Expression squareRoot() {
    if (!cursor.take("[")) {
      return root(rootArgument(), Expression.of(2));
    }
    Expression degree = closed("]");
    return root(argument(), degree);
  }

  /** Digits behind a bare root sign belong together if the sign was no macro with one argument. */
  private Expression rootArgument() {
    boolean spaced = cursor.peek().filter(MathToken::spaced).isPresent();
    return spaced && cursor.peek().filter(MathToken::isNumber).isPresent() ? operand() : argument();
  }

  /** Odd roots of negative numbers are the real ones. */
  private Expression root(Expression radicand, Expression degree) {
    Optional<BigFraction> value = ExactValue.of(radicand, cursor.budget());
    Optional<BigFraction> exponent = ExactValue.of(degree, cursor.budget());
    boolean odd =
        exponent.isPresent()
            && exponent.get().getDenominatorAsLong() == 1
            && exponent.get().getNumerator().testBit(0);
    if (odd && value.filter(v -> v.compareTo(BigFraction.ZERO) < 0).isPresent()) {
      return Expression.of(value.orElseThrow().negate()).root(degree).negated();
    }
    return radicand.root(degree);
  }
}
