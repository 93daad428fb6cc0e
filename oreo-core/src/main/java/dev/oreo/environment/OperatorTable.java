package dev.oreo.environment;

import java.util.Arrays;
import java.util.List;

/**
 * The operators of a game. To find those that are possible, each waits at one of the facts that it
 * wants: one of a kind of which few are true at once, such as where somebody is.
 */
final class OperatorTable {
  private final Operator[] operators;
  private final int[][] waitingAt;
  private final int[] always;
  private final int[] waitingWords;
  private final long[] waitingBits;

  OperatorTable(List<Operator> operators, Relation[] relations, long[] initial) {
    this.operators = operators.toArray(Operator[]::new);
    int bits = initial.length * Long.SIZE;
    int[] trueAtFirst = trueAtFirst(relations, initial, bits);
    int[] keys = new int[this.operators.length];
    int[] counts = new int[bits];
    int unkeyed = 0;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(this.operators[i], trueAtFirst);
      if (keys[i] >= 0) {
        counts[keys[i]]++;
      } else {
        unkeyed++;
      }
    }
    always = new int[unkeyed];
    waitingAt = new int[bits][];
    waitingBits = new long[initial.length];
    fill(keys, counts);
    waitingWords = nonZero(waitingBits);
  }

  private void fill(int[] keys, int[] counts) {
    int unkeyed = 0;
    int[] filled = new int[counts.length];
    for (int i = 0; i < keys.length; i++) {
      int key = keys[i];
      if (key < 0) {
        always[unkeyed++] = i;
        continue;
      }
      if (filled[key] == 0) {
        waitingAt[key] = new int[counts[key]];
        Bits.set(waitingBits, key);
      }
      waitingAt[key][filled[key]++] = i;
    }
  }

  private static int[] nonZero(long[] words) {
    int[] numbers = new int[words.length];
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      if (words[i] != 0) {
        numbers[count++] = i;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  /** For each fact, how many of its predicate are true at first. */
  private static int[] trueAtFirst(Relation[] relations, long[] initial, int bits) {
    int[] counts = new int[bits];
    for (Relation relation : relations) {
      if (relation.changes()) {
        int count = 0;
        for (int row = 0; row < relation.size(); row++) {
          count += relation.holds(row, initial) ? 1 : 0;
        }
        Arrays.fill(counts, relation.bit(0), relation.bit(relation.size()), count);
      }
    }
    return counts;
  }

  private static int key(Operator operator, int[] trueAtFirst) {
    int best = -1;
    for (int bit : operator.wanted()) {
      if (best < 0 || trueAtFirst[bit] < trueAtFirst[best]) {
        best = bit;
      }
    }
    return best;
  }

  Operator operator(int number) {
    return operators[number];
  }

  /** The operators that are possible in a state, in no order. */
  int[] possible(long[] bits) {
    int[] found = new int[64];
    int count = 0;
    for (int operator : always) {
      if (operators[operator].possible(bits)) {
        found = roomFor(found, count);
        found[count++] = operator;
      }
    }
    for (int word : waitingWords) {
      for (long left = bits[word] & waitingBits[word]; left != 0; left &= left - 1) {
        for (int operator : waitingAt[word * Long.SIZE + Long.numberOfTrailingZeros(left)]) {
          if (operators[operator].possible(bits)) {
            found = roomFor(found, count);
            found[count++] = operator;
          }
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static int[] roomFor(int[] found, int count) {
    return count < found.length ? found : Arrays.copyOf(found, 2 * count);
  }

  /** The state that an operator leads to: what becomes both true and false becomes true. */
  long[] apply(int number, long[] bits) {
    Operator operator = operators[number];
    long[] next = bits.clone();
    for (int bit : operator.removed()) {
      Bits.clear(next, bit);
    }
    for (int bit : operator.added()) {
      Bits.set(next, bit);
    }
    for (Operator.Change change : operator.changes()) {
      if (!change.becomes() && change.when().test(bits)) {
        Bits.clear(next, change.bit());
      }
    }
    for (Operator.Change change : operator.changes()) {
      if (change.becomes() && change.when().test(bits)) {
        Bits.set(next, change.bit());
      }
    }
    return next;
  }
}
