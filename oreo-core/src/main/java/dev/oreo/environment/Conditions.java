package dev.oreo.environment;

import java.util.List;
import java.util.function.Consumer;

/** What conditions speak of. */
final class Conditions {
  private Conditions() {}

  /** The slots of a condition's variables, as bits. */
  static long slots(Condition condition) {
    long[] slots = {0};
    atoms(
        condition,
        terms -> {
          for (int term : terms) {
            slots[0] |= term >= 0 ? 1L << term : 0;
          }
        },
        predicate -> {});
    return slots[0];
  }

  /** Tells the terms and the predicates of a condition. */
  static void atoms(Condition condition, Consumer<int[]> terms, Consumer<Predicate> predicates) {
    if (condition instanceof Condition.Atom atom) {
      terms.accept(atom.terms());
      predicates.accept(atom.predicate());
    } else if (condition instanceof Condition.Same same) {
      terms.accept(new int[] {same.left(), same.right()});
    } else {
      parts(condition).forEach(part -> atoms(part, terms, predicates));
    }
  }

  private static List<Condition> parts(Condition condition) {
    if (condition instanceof Condition.And and) {
      return and.parts();
    }
    if (condition instanceof Condition.Or or) {
      return or.parts();
    }
    if (condition instanceof Condition.Not not) {
      return List.of(not.part());
    }
    if (condition instanceof Condition.Exists exists) {
      return List.of(exists.part());
    }
    if (condition instanceof Condition.ForAll forAll) {
      return List.of(forAll.part());
    }
    return List.of();
  }
}
