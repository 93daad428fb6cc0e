package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * An action with objects in its variables' places and one way in which it may be possible: facts
 * that must be true, facts that must be false, and a formula for what is left. Facts are bits.
 *
 * @param schema the action's number in the domain
 * @param arguments the objects
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, not changed
record Operator(
    int schema,
    int[] arguments,
    int[] wanted,
    int[] unwanted,
    Formula rest,
    int[] added,
    int[] removed,
    List<Change> changes) {
  /** A fact that becomes true or false if a formula holds before. */
  record Change(Formula when, int bit, boolean becomes) {}

  boolean possible(long[] bits) {
    for (int bit : wanted) {
      if (!Bits.get(bits, bit)) {
        return false;
      }
    }
    for (int bit : unwanted) {
      if (Bits.get(bits, bit)) {
        return false;
      }
    }
    return rest.test(bits);
  }

  /**
   * The same with other numbers for its facts. Negative ones are of facts that are never true or
   * that nothing asks for: neither can be wanted.
   */
  Operator renumber(IntUnaryOperator numbers) {
    List<Change> renumbered =
        changes.stream()
            .filter(change -> numbers.applyAsInt(change.bit()) >= 0)
            .map(
                change ->
                    new Change(
                        change.when().renumber(numbers),
                        numbers.applyAsInt(change.bit()),
                        change.becomes()))
            .toList();
    return new Operator(
        schema,
        arguments,
        known(wanted, numbers),
        known(unwanted, numbers),
        rest.renumber(numbers),
        known(added, numbers),
        known(removed, numbers),
        renumbered);
  }

  /** The same, with the bit of a fact's denial, where it has one, becoming what the fact is not. */
  Operator withDenials(IntUnaryOperator denials) {
    List<Change> all = new ArrayList<>(changes);
    for (Change change : changes) {
      int denial = denials.applyAsInt(change.bit());
      if (denial >= 0) {
        all.add(new Change(change.when(), denial, !change.becomes()));
      }
    }
    return new Operator(
        schema,
        arguments,
        wanted,
        unwanted,
        rest,
        concat(added, known(removed, denials)),
        concat(removed, known(added, denials)),
        List.copyOf(all));
  }

  private static int[] concat(int[] left, int[] right) {
    if (right.length == 0) {
      return left;
    }
    int[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  private static int[] known(int[] facts, IntUnaryOperator numbers) {
    IntList known = new IntList();
    for (int fact : facts) {
      int number = numbers.applyAsInt(fact);
      if (number >= 0) {
        known.add(number);
      }
    }
    return known.toArray();
  }
}
