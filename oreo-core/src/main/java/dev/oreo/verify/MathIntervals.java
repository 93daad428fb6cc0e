package dev.oreo.verify;

import dev.oreo.internal.symbolic.ComplexEvaluation;
import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Collection;
import dev.oreo.verify.MathAnswer.Ordered;
import dev.oreo.verify.MathAnswer.Quantity;
import dev.oreo.verify.MathAnswer.Relation;
import dev.oreo.verify.MathAnswer.Text;
import dev.oreo.verify.MathAnswer.Union;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.complex.Complex;

/** Inequalities for one variable as the intervals they describe. */
final class MathIntervals {
  private MathIntervals() {}

  /** Returns the interval or the union that inequalities describe, if they are of one variable. */
  static Optional<MathAnswer> of(MathAnswer answer) {
    if (answer instanceof Relation relation) {
      return of(relation);
    }
    if (answer instanceof Collection list && !list.braces() && list.items().size() > 1) {
      List<MathAnswer> parts = new ArrayList<>();
      for (MathAnswer item : list.items()) {
        Optional<MathAnswer> part = item instanceof Relation r ? of(r) : Optional.empty();
        if (part.isEmpty()) {
          return Optional.empty();
        }
        parts.add(part.get());
      }
      return Optional.of(new Union(parts));
    }
    return Optional.empty();
  }

  /** Returns whether brackets with two items may be an interval: not if it would be empty. */
  static boolean isPossible(Ordered ordered, WorkBudget budget) {
    if (ordered.items().size() != 2) {
      return false;
    }
    if (!(ordered.items().get(0) instanceof Quantity low)
        || !(ordered.items().get(1) instanceof Quantity high)) {
      return true;
    }
    Complex from = ComplexEvaluation.of(low.value(), Map.of(), budget);
    Complex to = ComplexEvaluation.of(high.value(), Map.of(), budget);
    return from.isNaN() || to.isNaN() || from.getReal() < to.getReal();
  }

  private static Optional<MathAnswer> of(Relation relation) {
    List<String> operators = relation.operators();
    List<MathAnswer> sides = relation.sides();
    boolean up = operators.stream().allMatch(o -> o.startsWith("<"));
    boolean down = operators.stream().allMatch(o -> o.startsWith(">"));
    if (!up && !down) {
      return Optional.empty();
    }
    if (operators.size() == 2 && isVariable(sides.get(1))) {
      int low = up ? 0 : 2;
      Ordered interval =
          interval(
              sides.get(low), isStrict(operators.get(low / 2)),
              sides.get(2 - low), isStrict(operators.get(1 - low / 2)));
      return Optional.of(isDistance(sides.get(1)) ? mirrored(interval) : interval);
    }
    return operators.size() == 1 ? halfLine(sides, operators.get(0), up) : Optional.empty();
  }

  private static Optional<MathAnswer> halfLine(
      List<MathAnswer> sides, String operator, boolean up) {
    boolean first = isVariable(sides.get(0));
    if (first == isVariable(sides.get(1))) {
      return Optional.empty();
    }
    MathAnswer bound = sides.get(first ? 1 : 0);
    MathAnswer infinity = MathQuantityParser.of(Expression.Constant.INFINITY);
    boolean distance = isDistance(sides.get(first ? 0 : 1));
    boolean strict = isStrict(operator);
    if (first != up) {
      Ordered above = interval(bound, strict, infinity, true);
      return Optional.of(distance ? mirrored(above) : above);
    }
    MathAnswer low =
        distance ? negated(bound) : MathQuantityParser.of(Expression.Constant.INFINITY.negated());
    return Optional.of(interval(low, !distance || strict, bound, strict));
  }

  /** An interval of absolute values as the set of the numbers that have them. */
  private static MathAnswer mirrored(Ordered interval) {
    MathAnswer low = interval.items().get(0);
    MathAnswer high = interval.items().get(1);
    boolean near = interval.open().equals("(");
    boolean far = interval.close().equals(")");
    return new Union(List.of(interval(negated(high), far, negated(low), near), interval));
  }

  private static MathAnswer negated(MathAnswer bound) {
    return bound instanceof Quantity quantity
        ? new Quantity(
            quantity.value().negated(), quantity.decimal(), quantity.percent(), quantity.unit())
        : bound;
  }

  private static boolean isDistance(MathAnswer side) {
    return side instanceof Quantity quantity
        && quantity.value() instanceof Expression.Call call
        && call.function().equals("abs")
        && call.arguments().get(0) instanceof Expression.Symbol;
  }

  private static boolean isStrict(String operator) {
    return !operator.endsWith("=");
  }

  private static Ordered interval(
      MathAnswer low, boolean openLow, MathAnswer high, boolean openHigh) {
    return new Ordered(openLow ? "(" : "[", List.of(low, high), openHigh ? ")" : "]");
  }

  private static boolean isVariable(MathAnswer side) {
    return isDistance(side) || side instanceof Text || isPlainVariable(side);
  }

  private static boolean isPlainVariable(MathAnswer side) {
    if (!(side instanceof Quantity quantity)) {
      return false;
    }
    return quantity.value() instanceof Expression.Symbol
        || (quantity.value() instanceof Expression.Call call
            && call.function().startsWith("apply "));
  }
}
