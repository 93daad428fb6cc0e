package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the operators of an action with given objects, as Fast Downward does.
 *
 * <p>An action that is possible in several ways becomes several operators. An effect that its
 * operator's own condition already grants is no effect, and an operator without effects is none: so
 * nobody goes to the place where they stand.
 */
final class OperatorBuilder {
  private final Grounder grounder;
  private final int number;
  private final ActionSchema schema;
  private final int[] slots;
  private final List<Operator> operators = new ArrayList<>();
  private final IntList added = new IntList();
  private final IntList removed = new IntList();
  private final List<Operator.Change> changes = new ArrayList<>();

  private OperatorBuilder(Grounder grounder, int number, ActionSchema schema) {
    this.grounder = grounder;
    this.number = number;
    this.schema = schema;
    this.slots = new int[schema.slots()];
    Arrays.fill(slots, Grounder.UNBOUND);
  }

  /** All operators of an action, by their objects in ascending order. */
  static List<Operator> operators(Grounder grounder, int number, ActionSchema schema) {
    OperatorBuilder builder = new OperatorBuilder(grounder, number, schema);
    Bindings bindings =
        new Bindings(grounder, schema.parameters(), schema.precondition(), builder.slots);
    Condition open = bindings.open();
    bindings.each(() -> builder.add(Way.of(grounder.formula(open, builder.slots, true))));
    builder.operators.sort((a, b) -> Arrays.compare(a.arguments(), b.arguments()));
    return builder.operators;
  }

  private void add(List<Way> ways) {
    if (ways.isEmpty()) {
      return;
    }
    added.clear();
    removed.clear();
    changes.clear();
    for (Effect effect : schema.effects()) {
      if (effect.forAll().isEmpty()) {
        add(effect);
      } else {
        new Bindings(grounder, effect.forAll(), effect.when(), slots).each(() -> add(effect));
      }
    }
    ways.forEach(this::add);
  }

  private void add(Effect effect) {
    Formula when = grounder.formula(effect.when(), slots, true);
    int fact = when.equals(Formula.FALSE) ? -1 : grounder.fact(effect.atom(), slots);
    if (fact < 0) {
      return;
    }
    if (when.equals(Formula.TRUE)) {
      (effect.becomes() ? added : removed).addNew(fact);
    } else {
      changes.add(new Operator.Change(when, fact, effect.becomes()));
    }
  }

  private void add(Way way) {
    int[] becomesTrue = added.without(way.wanted());
    IntList falseAfter = new IntList();
    for (int fact : removed.without(added)) {
      falseAfter.add(fact);
    }
    int[] becomesFalse = falseAfter.without(way.unwanted());
    if (becomesTrue.length + becomesFalse.length + changes.size() > 0) {
      operators.add(
          new Operator(
              number,
              Arrays.copyOf(slots, schema.parameters().size()),
              way.wanted().toArray(),
              way.unwanted().toArray(),
              way.rest(),
              becomesTrue,
              becomesFalse,
              List.copyOf(changes)));
    }
  }
}
