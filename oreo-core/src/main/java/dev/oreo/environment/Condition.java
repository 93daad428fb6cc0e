package dev.oreo.environment;

import java.util.List;

/**
 * A condition of PDDL over variables. A term is the slot of a variable, or {@code ~c} for the
 * domain's constant number c.
 */
sealed interface Condition {
  /** True if every part is; the empty one is always true. */
  record And(List<Condition> parts) implements Condition {}

  /** True if some part is. */
  record Or(List<Condition> parts) implements Condition {}

  /** True if the part is not. */
  record Not(Condition part) implements Condition {}

  /** True if some objects put in the variables' places make the part true. */
  record Exists(List<Variable> variables, Condition part) implements Condition {}

  /** True if all objects put in the variables' places make the part true. */
  record ForAll(List<Variable> variables, Condition part) implements Condition {}

  /** True if a fact is. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, not changed
  record Atom(Predicate predicate, int[] terms) implements Condition {}

  /** True if two terms are one object. */
  record Same(int left, int right) implements Condition {}
}
