package dev.oreo.verify;

import dev.oreo.internal.symbolic.ComplexEvaluation;
import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Identity;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Quantity;
import dev.oreo.verify.MathAnswer.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.commons.math3.complex.Complex;

/**
 * Whether two equations or inequalities say the same: the same sides, or one a multiple of the
 * other.
 */
final class MathRelationComparison {
  private static final int POINTS = 8;
  private static final int NEEDED = 3;
  private static final double TOLERANCE = 1e-8;

  private final WorkBudget budget;
  private final BiPredicate<MathAnswer, MathAnswer> answers;

  MathRelationComparison(WorkBudget budget, BiPredicate<MathAnswer, MathAnswer> answers) {
    this.budget = budget;
    this.answers = answers;
  }

  boolean same(Relation first, Relation second) {
    Relation a = upwards(first);
    Relation b = upwards(second);
    if (!a.operators().equals(b.operators())) {
      return false;
    }
    if (sides(a.sides(), b.sides())) {
      return true;
    }
    String operator = a.operators().get(0);
    boolean symmetric = operator.equals("=") || operator.equals("!=") || operator.equals("≡");
    if (a.operators().size() > 1) {
      return false;
    }
    if (symmetric && sides(a.sides(), reversed(b.sides()))) {
      return true;
    }
    return difference(a)
        .flatMap(x -> difference(b).map(y -> isMultiple(x, y, !symmetric)))
        .orElse(false);
  }

  /** Turns a chain round so that it says "less than". */
  private static Relation upwards(Relation relation) {
    boolean down = relation.operators().stream().allMatch(o -> o.equals(">") || o.equals(">="));
    if (!down) {
      return relation;
    }
    return new Relation(
        reversed(relation.sides()),
        reversed(relation.operators()).stream().map(o -> o.equals(">") ? "<" : "<=").toList(),
        false);
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> result = new ArrayList<>(list);
    Collections.reverse(result);
    return result;
  }

  private boolean sides(List<MathAnswer> a, List<MathAnswer> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!answers.test(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Expression> difference(Relation relation) {
    return relation.sides().get(0) instanceof Quantity left
            && relation.sides().get(1) instanceof Quantity right
        ? Optional.of(left.value().minus(right.value()))
        : Optional.empty();
  }

  /** Whether the quotient of two expressions is the same number at several points, and not 0. */
  private boolean isMultiple(Expression a, Expression b, boolean positive) {
    Set<String> symbols = Identity.symbols(List.of(a, b));
    if (symbols.isEmpty()) {
      return false;
    }
    SplittableRandom random = new SplittableRandom(0x5eed);
    List<Complex> quotients = new ArrayList<>();
    for (int point = 0; point < POINTS; point++) {
      Map<String, Complex> values = new TreeMap<>();
      symbols.forEach(symbol -> values.put(symbol, new Complex(random.nextDouble(0.2, 2.7))));
      Complex x = ComplexEvaluation.of(a, values, budget);
      Complex y = ComplexEvaluation.of(b, values, budget);
      Complex quotient = x.divide(y);
      if (!quotient.isNaN() && !quotient.isInfinite()) {
        quotients.add(quotient);
      }
    }
    return quotients.size() >= NEEDED && isConstant(quotients, positive);
  }

  private static boolean isConstant(List<Complex> quotients, boolean positive) {
    Complex first = quotients.get(0);
    boolean allowed = positive ? first.getReal() > 0 : first.abs() > 0;
    return allowed
        && quotients.stream()
            .allMatch(q -> q.subtract(first).abs() <= TOLERANCE * Math.max(1, first.abs()));
  }
}
