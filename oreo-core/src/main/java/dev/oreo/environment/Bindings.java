package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds all objects for some variables under which a condition is not already false by what never
 * changes: a join over the facts, fewest first.
 */
final class Bindings {
  /** One part of the condition that must all hold, and the variables it waits for. */
  private record Conjunct(Condition condition, long waitsFor) {}

  private final Grounder grounder;
  private final List<Variable> variables;
  private final List<Conjunct> conjuncts = new ArrayList<>();
  private final int[] slots;
  private Runnable found = () -> {};

  /** The slots are written while {@link #each} runs; those of the variables are free at the end. */
  Bindings(Grounder grounder, List<Variable> variables, Condition condition, int[] slots) {
    this.grounder = grounder;
    this.variables = variables;
    this.slots = slots;
    addConjuncts(condition);
  }

  private void addConjuncts(Condition condition) {
    if (condition instanceof Condition.And and) {
      and.parts().forEach(this::addConjuncts);
    } else if (!(condition instanceof Condition.Atom atom && grounder.changes(atom))) {
      conjuncts.add(new Conjunct(condition, slotsOf(condition)));
    }
  }

  /** The slots of the variables of this search that a condition speaks of. */
  private long slotsOf(Condition condition) {
    long mine = 0;
    for (Variable variable : variables) {
      mine |= 1L << variable.slot();
    }
    return mine & Conditions.slots(condition);
  }

  /** Runs an action with each assignment of objects in the slots. */
  void each(Runnable action) {
    found = action;
    for (Variable variable : variables) {
      slots[variable.slot()] = Grounder.UNBOUND;
    }
    if (possible(0, 0, true)) {
      search(0);
    }
  }

  /** Whether no part is false whose variables were completed by the last step. */
  private boolean possible(long before, long now, boolean first) {
    for (Conjunct conjunct : conjuncts) {
      boolean waits = (conjunct.waitsFor & ~now) != 0;
      boolean judged = !first && (conjunct.waitsFor & ~before) == 0;
      if (!waits
          && !judged
          && grounder.formula(conjunct.condition, slots, true).equals(Formula.FALSE)) {
        return false;
      }
    }
    return true;
  }

  private void search(long bound) {
    Variable nextVariable = null;
    int fewest = Integer.MAX_VALUE;
    for (Variable variable : variables) {
      int size = grounder.objects().ofType(variable.type()).length;
      if ((bound >> variable.slot() & 1) == 0 && size < fewest) {
        nextVariable = variable;
        fewest = size;
      }
    }
    if (nextVariable == null) {
      found.run();
      return;
    }
    Condition.Atom nextAtom = null;
    for (Conjunct conjunct : conjuncts) {
      if ((conjunct.waitsFor & ~bound) != 0 && conjunct.condition instanceof Condition.Atom atom) {
        int size = candidates(atom);
        if (size < fewest) {
          nextAtom = atom;
          fewest = size;
        }
      }
    }
    if (nextAtom != null) {
      searchFacts(nextAtom, bound);
    } else {
      searchObjects(nextVariable, bound);
    }
  }

  private void searchObjects(Variable variable, long bound) {
    long now = bound | 1L << variable.slot();
    for (int object : grounder.objects().ofType(variable.type())) {
      slots[variable.slot()] = object;
      if (possible(bound, now, false)) {
        search(now);
      }
    }
    slots[variable.slot()] = Grounder.UNBOUND;
  }

  /** How many facts could give the atom's free variables objects. */
  private int candidates(Condition.Atom atom) {
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
      } else if (term >= 0 && isA(row[i], term)) {
        slots[term] = row[i];
        now |= 1L << term;
      } else {
        matches = false;
      }
    }
    if (matches && possible(bound, now, false)) {
      search(now);
    }
    for (long fresh = now & ~bound; fresh != 0; fresh &= fresh - 1) {
      slots[Long.numberOfTrailingZeros(fresh)] = Grounder.UNBOUND;
    }
  }

  private boolean isA(int object, int slot) {
    for (Variable variable : variables) {
      if (variable.slot() == slot) {
        return grounder.objects().isA(object, variable.type());
      }
    }
    return false;
  }
}
