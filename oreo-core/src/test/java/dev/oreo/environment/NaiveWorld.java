package dev.oreo.environment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The meaning of PDDL word for word: every action with all objects, tried in every state. */
final class NaiveWorld {
  /** An action with objects, and what it does. */
  record Move(ActionSchema action, List<Integer> objects) {}

  private final PddlProblem problem;
  private final PddlTypes types;
  private final int[] constants;

  NaiveWorld(PddlProblem problem) {
    this.problem = problem;
    this.types = problem.domain().types();
    this.constants = problem.constants();
  }

  Set<List<Object>> initial() {
    Set<List<Object>> facts = new HashSet<>();
    for (PddlProblem.Fact fact : problem.facts()) {
      facts.add(fact(fact.predicate(), fact.arguments()));
    }
    return facts;
  }

  boolean isGoal(Set<List<Object>> facts) {
    int[] same = new int[problem.names().size()];
    for (int i = 0; i < same.length; i++) {
      same[i] = i;
    }
    return holds(problem.goal(), new int[problem.goalSlots()], facts, same);
  }

  List<Move> moves(Set<List<Object>> facts) {
    List<Move> moves = new ArrayList<>();
    for (ActionSchema action : problem.domain().actions()) {
      int[] slots = new int[action.slots()];
      each(
          action.parameters(),
          slots,
          () -> {
            if (holds(action.precondition(), slots, facts, constants) && !isIdle(action, slots)) {
              List<Integer> objects = new ArrayList<>();
              action.parameters().forEach(parameter -> objects.add(slots[parameter.slot()]));
              moves.add(new Move(action, objects));
            }
          });
    }
    return moves;
  }

  Set<List<Object>> apply(Move move, Set<List<Object>> facts) {
    int[] slots = new int[move.action().slots()];
    for (int i = 0; i < move.objects().size(); i++) {
      slots[i] = move.objects().get(i);
    }
    Set<List<Object>> next = new HashSet<>(facts);
    for (boolean becomes : new boolean[] {false, true}) {
      for (Effect effect : move.action().effects()) {
        each(
            effect.forAll(),
            slots,
            () -> {
              if (effect.becomes() == becomes && holds(effect.when(), slots, facts, constants)) {
                List<Object> fact = fact(effect.atom(), slots, constants);
                next.remove(fact);
                next.addAll(becomes ? List.of(fact) : List.of());
              }
            });
      }
    }
    return next;
  }

  /** Whether the action's own condition already says all that it does. */
  private boolean isIdle(ActionSchema action, int[] slots) {
    Set<List<Object>> granted = new HashSet<>();
    if (action.precondition() instanceof Condition.And and) {
      for (Condition part : and.parts()) {
        if (part instanceof Condition.Atom atom) {
          granted.add(fact(atom, slots, constants));
        }
      }
    }
    Set<List<Object>> added = new HashSet<>();
    Set<List<Object>> removed = new HashSet<>();
    for (Effect effect : action.effects()) {
      if (!effect.when().equals(ConditionParser.ALWAYS)) {
        return false;
      }
      (effect.becomes() ? added : removed).add(fact(effect.atom(), slots, constants));
    }
    removed.removeAll(added);
    return granted.containsAll(added) && removed.isEmpty();
  }

  private boolean holds(Condition condition, int[] slots, Set<List<Object>> facts, int[] names) {
    if (condition instanceof Condition.And and) {
      return and.parts().stream().allMatch(part -> holds(part, slots, facts, names));
    }
    if (condition instanceof Condition.Or or) {
      return or.parts().stream().anyMatch(part -> holds(part, slots, facts, names));
    }
    if (condition instanceof Condition.Not not) {
      return !holds(not.part(), slots, facts, names);
    }
    if (condition instanceof Condition.Same same) {
      return object(same.left(), slots, names) == object(same.right(), slots, names);
    }
    if (condition instanceof Condition.Atom atom) {
      return facts.contains(fact(atom, slots, names));
    }
    List<Boolean> found = new ArrayList<>();
    boolean exists = condition instanceof Condition.Exists;
    Condition part =
        exists ? ((Condition.Exists) condition).part() : ((Condition.ForAll) condition).part();
    each(
        exists
            ? ((Condition.Exists) condition).variables()
            : ((Condition.ForAll) condition).variables(),
        slots,
        () -> found.add(holds(part, slots, facts, names)));
    return exists ? found.contains(true) : !found.contains(false);
  }

  private void each(List<Variable> variables, int[] slots, Runnable action) {
    if (variables.isEmpty()) {
      action.run();
      return;
    }
    Variable first = variables.get(0);
    for (int object = 0; object < problem.names().size(); object++) {
      if (first.type() != PddlTypes.NOTHING && types.isA(problem.type(object), first.type())) {
        slots[first.slot()] = object;
        each(variables.subList(1, variables.size()), slots, action);
      }
    }
  }

  private static int object(int term, int[] slots, int[] names) {
    return term >= 0 ? slots[term] : names[~term];
  }

  private static List<Object> fact(Condition.Atom atom, int[] slots, int[] names) {
    int[] objects = new int[atom.terms().length];
    for (int i = 0; i < objects.length; i++) {
      objects[i] = object(atom.terms()[i], slots, names);
    }
    return fact(atom.predicate(), objects);
  }

  private static List<Object> fact(Predicate predicate, int[] objects) {
    List<Object> fact = new ArrayList<>(List.of(predicate.name()));
    for (int object : objects) {
      fact.add(object);
    }
    return fact;
  }

  /** The names of moves with their objects, sorted. */
  Set<String> names(List<Move> moves) {
    Set<String> names = new TreeSet<>();
    for (Move move : moves) {
      StringBuilder name = new StringBuilder(move.action().name());
      move.objects().forEach(object -> name.append(' ').append(problem.names().get(object)));
      names.add(name.toString());
    }
    return names;
  }
}
