package dev.oreo.environment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers facts as they are met, and knows them by predicate and objects. */
final class FactTable {
  private final long objects;
  private final long perPredicate;
  private final Map<Long, Integer> numbers = new HashMap<>();
  private long[] keys = new long[256];

  /** For facts of some predicates over objects. */
  FactTable(PddlProblem problem) {
    List<Predicate> predicates = problem.domain().predicates();
    int arity = predicates.stream().mapToInt(Predicate::arity).max().orElse(0);
    this.objects = Math.max(1, problem.names().size());
    this.perPredicate = power(objects, arity, predicates.size());
  }

  private static long power(long base, int exponent, int predicates) {
    try {
      long power = 1;
      for (int i = 0; i < exponent; i++) {
        power = Math.multiplyExact(power, base);
      }
      Math.multiplyExact(power, (long) predicates);
      return power;
    } catch (ArithmeticException e) {
      throw new GameFormatException(
          "problem",
          1,
          "facts must be fewer than 2^63, got " + base + " objects and " + exponent + " arguments");
    }
  }

  int number(Predicate predicate, int[] arguments) {
    long key = key(predicate, arguments);
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    numbers.put(key, number);
    if (number == keys.length) {
      keys = Arrays.copyOf(keys, 2 * number);
    }
    keys[number] = key;
    return number;
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
    return numbers.size();
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
