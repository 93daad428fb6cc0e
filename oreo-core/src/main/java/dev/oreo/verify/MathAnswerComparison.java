package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Based;
import dev.oreo.verify.MathAnswer.Collection;
import dev.oreo.verify.MathAnswer.Matrix;
import dev.oreo.verify.MathAnswer.Ordered;
import dev.oreo.verify.MathAnswer.Quantity;
import dev.oreo.verify.MathAnswer.Relation;
import dev.oreo.verify.MathAnswer.Text;
import dev.oreo.verify.MathAnswer.Time;
import dev.oreo.verify.MathAnswer.Union;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether two answers mean the same. Symmetric: it does not matter which is the reference. */
final class MathAnswerComparison {
  private final WorkBudget budget;
  private final MathQuantityComparison quantities;
  private final MathRelationComparison relations;

  MathAnswerComparison(WorkBudget budget) {
    this.budget = budget;
    this.quantities = new MathQuantityComparison(budget);
    this.relations = new MathRelationComparison(budget, this::same);
  }

  /**
   * Returns whether two answers mean the same.
   *
   * @param a an answer
   * @param b another
   * @return true if they do
   */
  boolean same(MathAnswer a, MathAnswer b) {
    budget.spend(1);
    if (a instanceof Quantity x && b instanceof Quantity y) {
      return quantities.same(x, y);
    }
    if (a.getClass() == b.getClass()) {
      return alike(a, b);
    }
    return mixed(a, b) || mixed(b, a);
  }

  private boolean alike(MathAnswer a, MathAnswer b) {
    if (a instanceof Ordered x && b instanceof Ordered y) {
      return ordered(x, y);
    }
    if (a instanceof Collection x && b instanceof Collection y) {
      return eachFound(x.items(), y.items()) && eachFound(y.items(), x.items());
    }
    if (a instanceof Union x && b instanceof Union y) {
      return eachFound(x.parts(), y.parts()) && eachFound(y.parts(), x.parts());
    }
    if (a instanceof Matrix x && b instanceof Matrix y) {
      return matrices(x, y);
    }
    if (a instanceof Relation x && b instanceof Relation y) {
      return relations.same(x, y);
    }
    if (a instanceof Based x && b instanceof Based y) {
      return x.equals(y);
    }
    if (a instanceof Time x && b instanceof Time y) {
      return x.parts().equals(y.parts())
          && (x.half().equals(y.half()) || x.half().isEmpty() || y.half().isEmpty());
    }
    return texts((Text) a, (Text) b);
  }

  private static boolean texts(Text a, Text b) {
    boolean choices = !a.choice().isEmpty() && !b.choice().isEmpty();
    return choices ? a.choice().equals(b.choice()) : plain(a.words()).equals(plain(b.words()));
  }

  private static String plain(String words) {
    return words.startsWith("the") ? words.substring("the".length()) : words;
  }

  /** Whether every item of one list is among those of another. */
  private boolean eachFound(List<MathAnswer> items, List<MathAnswer> others) {
    return items.stream().allMatch(a -> others.stream().anyMatch(b -> same(a, b)));
  }

  private boolean ordered(Ordered a, Ordered b) {
    boolean brackets = a.open().equals(b.open()) && a.close().equals(b.close());
    boolean tuples = isTuple(a) && isTuple(b) && !MathIntervals.isPossible(a, budget);
    return (brackets || tuples) && inOrder(a.items(), b.items());
  }

  private static boolean isTuple(Ordered ordered) {
    return (ordered.open() + ordered.close()).equals("()")
        || (ordered.open() + ordered.close()).equals("[]");
  }

  private boolean inOrder(List<MathAnswer> a, List<MathAnswer> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean matrices(Matrix a, Matrix b) {
    if (a.rows().size() != b.rows().size() || !a.fence().equals(b.fence())) {
      return false;
    }
    for (int i = 0; i < a.rows().size(); i++) {
      if (!inOrder(a.rows().get(i), b.rows().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Answers of different kinds, in one of both directions. */
  private boolean mixed(MathAnswer a, MathAnswer b) {
    if (a instanceof Relation relation && relation.named()) {
      return same(relation.last(), b);
    }
    if (b instanceof Ordered || b instanceof Union) {
      Optional<MathAnswer> interval = MathIntervals.of(a);
      if (interval.isPresent()) {
        return same(interval.get(), b);
      }
    }
    if (a instanceof Collection list) {
      return collection(list, b);
    }
    if (a instanceof Matrix matrix && b instanceof Ordered tuple) {
      return matrix.fence().isEmpty()
          && tuple.open().equals("(")
          && tuple.close().equals(")")
          && matrix.rows().stream().allMatch(row -> row.size() == 1)
          && inOrder(matrix.rows().stream().map(row -> row.get(0)).toList(), tuple.items());
    }
    if (a instanceof Based based && b instanceof Quantity quantity) {
      return quantities.same(based, quantity);
    }
    if (a instanceof Time time && b instanceof Quantity ratio && time.isRatio()) {
      return quantities.same(MathQuantityParser.of(time.ratio()), ratio);
    }
    return a instanceof Text text && isNamed(b, text);
  }

  /** A list of one thing is that thing; a bare list in order is a tuple. */
  private boolean collection(Collection list, MathAnswer b) {
    if (!list.braces()
        && b instanceof Ordered tuple
        && tuple.open().equals("(")
        && tuple.close().equals(")")
        && list.items().size() > 1) {
      return inOrder(list.items(), tuple.items());
    }
    return !list.items().isEmpty() && list.items().stream().allMatch(item -> same(item, b));
  }

  /** One letter, as a variable or as the choice that words explain. */
  private static boolean isNamed(MathAnswer answer, Text text) {
    if (!(answer instanceof Quantity quantity)) {
      return false;
    }
    String name =
        quantity.value() instanceof Expression.Symbol symbol
            ? symbol.name().toLowerCase(Locale.ROOT)
            : quantity.value() == Expression.Constant.E ? "e" : "";
    return !name.isEmpty() && (name.equals(text.choice()) || name.equals(text.words()));
  }
}
