package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the operators of an action with given objects, as Fast Downward does.
 *
 * <p>An action that is possible in several ways becomes several operators. An effect that its
 * operator's own condition already grants is no effect, and an operator without effects is none: so
 * nobody goes to the place where they stand.
 */
final class OperatorBuilder {
  /** More ways than this are left together in a formula. */
  private static final int MOST_WAYS = 64;

  /** Literals that must all hold, and formulas too. */
  private record Way(List<Formula.Literal> literals, List<Formula> rest) {
    static final Way FREE = new Way(List.of(), List.of());

    Way and(Way other) {
      return new Way(concat(literals, other.literals), concat(rest, other.rest));
    }

    boolean contradicts() {
      return literals.stream()
          .anyMatch(l -> literals.contains(new Formula.Literal(l.bit(), !l.wanted())));
    }

    private static <T> List<T> concat(List<T> left, List<T> right) {
      if (left.isEmpty() || right.isEmpty()) {
        return left.isEmpty() ? right : left;
      }
      List<T> both = new ArrayList<>(left);
      both.addAll(right);
      return both;
    }
  }

  private final Grounder grounder;
  private final int number;
  private final ActionSchema schema;
  private final List<Operator> operators = new ArrayList<>();
  private final Set<Integer> added = new LinkedHashSet<>();
  private final Set<Integer> removed = new LinkedHashSet<>();
  private final List<Operator.Change> changes = new ArrayList<>();

  private OperatorBuilder(Grounder grounder, int number, ActionSchema schema) {
    this.grounder = grounder;
    this.number = number;
    this.schema = schema;
  }

  /** All operators of an action, by their objects in ascending order. */
  static List<Operator> operators(Grounder grounder, int number, ActionSchema schema) {
    OperatorBuilder builder = new OperatorBuilder(grounder, number, schema);
    int[] slots = new int[schema.slots()];
    Arrays.fill(slots, Grounder.UNBOUND);
    new Bindings(grounder, schema.parameters(), schema.precondition(), slots)
        .each(() -> builder.add(slots));
    builder.operators.sort((a, b) -> Arrays.compare(a.arguments(), b.arguments()));
    return builder.operators;
  }

  private void add(int[] slots) {
    List<Way> ways = ways(grounder.formula(schema.precondition(), slots, true));
    if (ways.isEmpty()) {
      return;
    }
    added.clear();
    removed.clear();
    changes.clear();
    for (Effect effect : schema.effects()) {
      new Bindings(grounder, effect.forAll(), effect.when(), slots)
          .each(() -> addEffect(effect, slots));
    }
    removed.removeAll(added);
    for (Way way : ways) {
      if (!way.contradicts()) {
        add(slots, way);
      }
    }
  }

  private void addEffect(Effect effect, int[] slots) {
    int fact = grounder.fact(effect.atom(), slots);
    Formula when = grounder.formula(effect.when(), slots, true);
    if (fact < 0 || when.equals(Formula.FALSE)) {
      return;
    }
    if (when.equals(Formula.TRUE)) {
      (effect.becomes() ? added : removed).add(fact);
    } else {
      changes.add(new Operator.Change(when, fact, effect.becomes()));
    }
  }

  private void add(int[] slots, Way way) {
    int[] wanted = bits(way, true);
    int[] unwanted = bits(way, false);
    int[] becomesTrue = without(added, wanted);
    int[] becomesFalse = without(removed, unwanted);
    if (becomesTrue.length + becomesFalse.length + changes.size() > 0) {
      operators.add(
          new Operator(
              number,
              Arrays.copyOf(slots, schema.parameters().size()),
              wanted,
              unwanted,
              Formula.all(way.rest),
              becomesTrue,
              becomesFalse,
              List.copyOf(changes)));
    }
  }

  private static int[] bits(Way way, boolean wanted) {
    return way.literals.stream()
        .filter(literal -> literal.wanted() == wanted)
        .mapToInt(Formula.Literal::bit)
        .distinct()
        .toArray();
  }

  private static int[] without(Set<Integer> facts, int[] granted) {
    return facts.stream()
        .mapToInt(Integer::intValue)
        .filter(fact -> Arrays.stream(granted).noneMatch(bit -> bit == fact))
        .toArray();
  }

  private static List<Way> ways(Formula formula) {
    if (formula instanceof Formula.Literal literal) {
      return List.of(new Way(List.of(literal), List.of()));
    }
    if (formula instanceof Formula.Any any) {
      return any.parts().stream().flatMap(part -> ways(part).stream()).toList();
    }
    List<Way> ways = List.of(Way.FREE);
    for (Formula part : ((Formula.All) formula).parts()) {
      List<Way> choices = ways(part);
      if (ways.size() * choices.size() > MOST_WAYS) {
        choices = List.of(new Way(List.of(), List.of(part)));
      }
      List<Way> product = new ArrayList<>();
      for (Way way : ways) {
        choices.forEach(choice -> product.add(way.and(choice)));
      }
      ways = product;
    }
    return ways;
  }
}
