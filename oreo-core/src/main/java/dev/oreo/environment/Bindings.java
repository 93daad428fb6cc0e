package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all objects for some variables under which a condition is not already false by what never
 * changes: a join over the facts, fewest first.
 *
 * <p>The slots are written while {@link #each} runs; those of the variables are free at its end.
 * Confined to one thread.
 */
final class Bindings {
  /** One part of the condition that must all hold, and the variables it waits for. */
  private record Conjunct(Condition condition, long waitsFor) {}

  private final Grounder grounder;
  private final List<Variable> variables;
  private final List<Conjunct> conjuncts = new ArrayList<>();
  private final List<Condition> open = new ArrayList<>();
  private final int[] slots;
  private final int[][] objects;
  private Runnable found = () -> {};

  Bindings(Grounder grounder, List<Variable> variables, Condition condition, int[] slots) {
    this.grounder = grounder;
    this.variables = variables;
    this.slots = slots;
    this.objects = new int[slots.length][];
    long mine = 0;
    for (Variable variable : variables) {
      mine |= 1L << variable.slot();
    }
    addConjuncts(condition, mine);
  }

  private void addConjuncts(Condition condition, long mine) {
    if (condition instanceof Condition.And and) {
      and.parts().forEach(part -> addConjuncts(part, mine));
      return;
    }
    boolean isAtom = condition instanceof Condition.Atom;
    if (!(isAtom && grounder.changes((Condition.Atom) condition))) {
      conjuncts.add(new Conjunct(condition, mine & Conditions.slots(condition)));
      if (isAtom) {
        return;
      }
    }
    open.add(condition);
  }

  /** What of the condition is not known to hold of the assignments found. */
  Condition open() {
    return new Condition.And(List.copyOf(open));
  }

  /** Runs an action with each assignment of objects in the slots. */
  void each(Runnable action) {
    found = action;
    for (Variable variable : variables) {
      slots[variable.slot()] = Grounder.UNBOUND;
    }
    for (Conjunct conjunct : conjuncts) {
      if (conjunct.waitsFor == 0 && isFalse(conjunct.condition)) {
        return;
      }
    }
    for (Variable variable : variables) {
      objects[variable.slot()] = objects(variable);
    }
    search(0);
  }

  /** The objects for which no part is false that waits for one variable alone. */
  private int[] objects(Variable variable) {
    int[] all = grounder.objects().ofType(variable.type());
    long mine = 1L << variable.slot();
    int[] kept = new int[all.length];
    int count = 0;
    for (int object : all) {
      slots[variable.slot()] = object;
      if (possible(0, mine)) {
        kept[count++] = object;
      }
    }
    slots[variable.slot()] = Grounder.UNBOUND;
    return Arrays.copyOf(kept, count);
  }

  /** Whether no part is false whose variables were completed by the last step. */
  private boolean possible(long before, long now) {
    grounder.tried();
    for (int i = 0; i < conjuncts.size(); i++) {
      Conjunct conjunct = conjuncts.get(i);
      boolean completed = (conjunct.waitsFor & ~now) == 0 && (conjunct.waitsFor & ~before) != 0;
      if (completed && isFalse(conjunct.condition)) {
        return false;
      }
    }
    return true;
  }

  private boolean isFalse(Condition condition) {
    return condition instanceof Condition.Atom atom
        ? !grounder.holds(atom, slots)
        : grounder.formula(condition, slots, true).equals(Formula.FALSE);
  }

  private void search(long bound) {
    Variable variable = null;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < variables.size(); i++) {
      Variable candidate = variables.get(i);
      int size = objects[candidate.slot()].length;
      if ((bound >> candidate.slot() & 1) == 0 && size < fewest) {
        variable = candidate;
        fewest = size;
      }
    }
    if (variable == null) {
      grounder.found();
      found.run();
      return;
    }
    Condition.Atom atom = null;
    for (int i = 0; i < conjuncts.size(); i++) {
      Conjunct conjunct = conjuncts.get(i);
      if ((conjunct.waitsFor & ~bound) != 0
          && conjunct.condition instanceof Condition.Atom candidate
          && size(candidate) < fewest) {
        atom = candidate;
        fewest = size(candidate);
      }
    }
    if (atom == null) {
      searchObjects(variable, bound);
    } else {
      searchFacts(atom, bound);
    }
  }

  private void searchObjects(Variable variable, long bound) {
    long now = bound | 1L << variable.slot();
    for (int object : objects[variable.slot()]) {
      slots[variable.slot()] = object;
      if (possible(bound, now)) {
        search(now);
      }
    }
    slots[variable.slot()] = Grounder.UNBOUND;
  }

  /** How many facts could give an atom's free variables objects. */
  private int size(Condition.Atom atom) {
    Relation relation = grounder.fixed(atom);
    int position = bestPosition(atom, relation);
    return position < 0
        ? relation.size()
        : relation.rowsWith(position, grounder.object(atom.terms()[position], slots)).length;
  }

  /** The position of a bound term with the fewest facts, negative if no term is bound. */
  private int bestPosition(Condition.Atom atom, Relation relation) {
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < atom.terms().length; i++) {
      int object = grounder.object(atom.terms()[i], slots);
      if (object >= 0 && relation.rowsWith(i, object).length < fewest) {
        best = i;
        fewest = relation.rowsWith(i, object).length;
      }
    }
    return best;
  }

  private void searchFacts(Condition.Atom atom, long bound) {
    Relation relation = grounder.fixed(atom);
    int position = bestPosition(atom, relation);
    if (position < 0) {
      for (int row = 0; row < relation.size(); row++) {
        searchFact(atom, relation.row(row), bound);
      }
    } else {
      for (int row : relation.rowsWith(position, grounder.object(atom.terms()[position], slots))) {
        searchFact(atom, relation.row(row), bound);
      }
    }
  }

  private void searchFact(Condition.Atom atom, int[] row, long bound) {
    long now = bound;
    boolean matches = true;
    for (int i = 0; i < row.length && matches; i++) {
      int term = atom.terms()[i];
      int object = grounder.object(term, slots);
      if (object >= 0) {
        matches = object == row[i];
      } else if (term >= 0 && Arrays.binarySearch(objects[term], row[i]) >= 0) {
        slots[term] = row[i];
        now |= 1L << term;
      } else {
        matches = false;
      }
    }
    if (matches && possible(bound, now)) {
      search(now);
    }
    for (long fresh = now & ~bound; fresh != 0; fresh &= fresh - 1) {
      slots[Long.numberOfTrailingZeros(fresh)] = Grounder.UNBOUND;
    }
  }
}
