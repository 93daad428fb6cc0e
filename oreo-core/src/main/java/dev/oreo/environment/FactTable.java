package dev.oreo.environment;

import java.util.Arrays;
import java.util.List;

/** Numbers facts as they are met, and knows them by predicate and objects. */
final class FactTable {
  private static final int EMPTY = -1;

  private final long objects;
  private final long perPredicate;
  private long[] keys = new long[1024];
  private int[] cells = new int[2 * keys.length];
  private int size;

  /** For the facts of a problem's predicates and objects. */
  FactTable(PddlProblem problem) {
    List<Predicate> predicates = problem.domain().predicates();
    int arity = predicates.stream().mapToInt(Predicate::arity).max().orElse(0);
    this.objects = Math.max(1, problem.names().size());
    this.perPredicate = perPredicate(problem, arity);
    Arrays.fill(cells, EMPTY);
  }

  private long perPredicate(PddlProblem problem, int arity) {
    try {
      long power = 1;
      for (int i = 0; i < arity; i++) {
        power = Math.multiplyExact(power, objects);
      }
      Math.multiplyExact(power, problem.domain().predicates().size());
      return power;
    } catch (ArithmeticException e) {
      throw problem.fail(
          "facts must be fewer than 2^63, got %d objects and %d arguments"
              .formatted(objects, arity));
    }
  }

  int number(Predicate predicate, int[] arguments) {
    long key = key(predicate, arguments);
    int cell = cell(key);
    if (cells[cell] == EMPTY) {
      if (size == keys.length) {
        grow();
        cell = cell(key);
      }
      keys[size] = key;
      cells[cell] = size++;
    }
    return cells[cell];
  }

  /** The cell that holds a key's number, or the empty one where it belongs. */
  private int cell(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int cell = (int) (mixed >>> 32) & cells.length - 1;
    while (cells[cell] != EMPTY && keys[cells[cell]] != key) {
      cell = cell + 1 & cells.length - 1;
    }
    return cell;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, 2 * size);
    cells = new int[4 * size];
    Arrays.fill(cells, EMPTY);
    for (int number = 0; number < size; number++) {
      cells[cell(keys[number])] = number;
    }
  }

  /** Orders facts by predicate, then by their objects one after the other. */
  private long key(Predicate predicate, int[] arguments) {
    long key = 0;
    for (int argument : arguments) {
      key = key * objects + argument;
    }
    return predicate.number() * perPredicate + key;
  }

  int size() {
    return size;
  }

  /** What facts are sorted by. */
  long key(int number) {
    return keys[number];
  }

  int predicate(int number) {
    return (int) (keys[number] / perPredicate);
  }

  int[] arguments(int number, int arity) {
    int[] arguments = new int[arity];
    long rest = keys[number] % perPredicate;
    for (int i = arity - 1; i >= 0; i--) {
      arguments[i] = (int) (rest % objects);
      rest /= objects;
    }
    return arguments;
  }
}
