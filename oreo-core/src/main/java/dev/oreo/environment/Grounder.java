package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts objects in the places of variables. What does not change is decided at once, so that only
 * the facts that change are left in a {@link Formula}.
 */
final class Grounder {
  static final int UNBOUND = -1;

  /** Some hundred times what the largest game of ALFWorld takes. */
  private static final int MOST_WORK = 50_000_000;

  private static final int WORK_OF_FOUND = 100;

  private final ObjectTable objects;
  private final @Nullable Relation[] fixed;
  private final FactTable facts;
  private final int[] constants;
  private final PddlProblem problem;
  private int work;

  /** The relations of predicates that no action changes, by number, null for the others. */
  Grounder(
      PddlProblem problem,
      ObjectTable objects,
      @Nullable Relation[] fixed,
      FactTable facts,
      int[] constants) {
    this.problem = problem;
    this.objects = objects;
    this.fixed = fixed;
    this.facts = facts;
    this.constants = constants;
  }

  /** Counts an object tried for a variable, so that a search with too many ends. */
  void tried() {
    work(1);
  }

  /** Counts an assignment of objects to variables, which takes room. */
  void found() {
    work(WORK_OF_FOUND);
  }

  private void work(int amount) {
    work += amount;
    if (work > MOST_WORK) {
      throw problem.fail(
          "objects must be few enough for the variables of the actions and the goal, got "
              + objects.size());
    }
  }

  ObjectTable objects() {
    return objects;
  }

  /** Whether some action changes what an atom says. */
  boolean changes(Condition.Atom atom) {
    return fixed[atom.predicate().number()] == null;
  }

  /** The facts of an atom that does not change. */
  Relation fixed(Condition.Atom atom) {
    return Objects.requireNonNull(fixed[atom.predicate().number()]);
  }

  /** The object of a term; negative if its variable has none yet or its name names nothing. */
  int object(int term, int[] slots) {
    return term >= 0 ? slots[term] : constants[~term];
  }

  /** A condition, or what says that it is not so, all of whose variables have objects. */
  Formula formula(Condition condition, int[] slots, boolean positive) {
    if (condition instanceof Condition.And and) {
      return join(and.parts(), slots, positive, positive);
    }
    if (condition instanceof Condition.Or or) {
      return join(or.parts(), slots, positive, !positive);
    }
    if (condition instanceof Condition.Not not) {
      return formula(not.part(), slots, !positive);
    }
    if (condition instanceof Condition.Exists exists) {
      List<Formula> parts =
          quantified(exists.variables(), exists.part(), exists.part(), slots, positive);
      return positive ? Formula.any(parts) : Formula.all(parts);
    }
    if (condition instanceof Condition.ForAll forAll) {
      List<Formula> parts =
          quantified(forAll.variables(), ConditionParser.ALWAYS, forAll.part(), slots, positive);
      return positive ? Formula.all(parts) : Formula.any(parts);
    }
    if (condition instanceof Condition.Same same) {
      int left = object(same.left(), slots);
      return constant((left >= 0 && left == object(same.right(), slots)) == positive);
    }
    return atom((Condition.Atom) condition, slots, positive);
  }

  private Formula join(List<Condition> parts, int[] slots, boolean positive, boolean all) {
    if (parts.size() == 1) {
      return formula(parts.get(0), slots, positive);
    }
    List<Formula> formulas = new ArrayList<>(parts.size());
    for (Condition part : parts) {
      Formula formula = formula(part, slots, positive);
      if (formula.equals(all ? Formula.FALSE : Formula.TRUE)) {
        return formula;
      }
      formulas.add(formula);
    }
    return all ? Formula.all(formulas) : Formula.any(formulas);
  }

  private List<Formula> quantified(
      List<Variable> variables, Condition guard, Condition part, int[] slots, boolean positive) {
    List<Formula> parts = new ArrayList<>();
    new Bindings(this, variables, guard, slots)
        .each(() -> parts.add(formula(part, slots, positive)));
    return parts;
  }

  private Formula atom(Condition.Atom atom, int[] slots, boolean positive) {
    int[] arguments = arguments(atom, slots);
    if (arguments == null) {
      return constant(!positive);
    }
    if (!changes(atom)) {
      return constant((fixed(atom).find(arguments) >= 0) == positive);
    }
    return new Formula.Literal(facts.number(atom.predicate(), arguments), positive);
  }

  private static Formula constant(boolean value) {
    return value ? Formula.TRUE : Formula.FALSE;
  }

  /** Whether an atom that does not change is true; all of its variables have objects. */
  boolean holds(Condition.Atom atom, int[] slots) {
    int[] arguments = arguments(atom, slots);
    return arguments != null && fixed(atom).find(arguments) >= 0;
  }

  /** The objects of an atom, null if a name in it names nothing. */
  int @Nullable [] arguments(Condition.Atom atom, int[] slots) {
    int[] arguments = new int[atom.terms().length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = object(atom.terms()[i], slots);
      if (arguments[i] < 0) {
        return null;
      }
    }
    return arguments;
  }

  /** Number of a fact that changes, negative if a name in it names nothing. */
  int fact(Condition.Atom atom, int[] slots) {
    int[] arguments = arguments(atom, slots);
    return arguments == null ? -1 : facts.number(atom.predicate(), arguments);
  }
}
