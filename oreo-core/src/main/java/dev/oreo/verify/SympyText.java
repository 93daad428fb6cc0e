package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions as text that does not depend on the order of terms and factors: parts of names. */
final class SympyText {
  private SympyText() {}

  static String of(Expression expression) {
    if (expression instanceof Expression.Rational number) {
      return number.value().toString().replace(" ", "");
    }
    if (expression instanceof Expression.Symbol symbol) {
      return symbol.name();
    }
    if (expression instanceof Expression.Sum sum) {
      return sorted(sum.terms(), " + ");
    }
    if (expression instanceof Expression.Product product) {
      return sorted(product.factors(), "*");
    }
    if (expression instanceof Expression.Power power) {
      return of(power.base()) + "**(" + of(power.exponent()) + ")";
    }
    if (expression instanceof Expression.Call call) {
      return call.function()
          + call.arguments().stream()
              .map(SympyText::of)
              .collect(Collectors.joining(", ", "(", ")"));
    }
    return expression.toString();
  }

  private static String sorted(List<Expression> parts, String between) {
    return parts.stream()
        .map(SympyText::of)
        .sorted()
        .collect(Collectors.joining(between, "(", ")"));
  }
}
