package dev.oreo.environment;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Bits for facts, in the order given, and after them bits for the denials of those of which texts
 * ask whether they were made false.
 */
final class FactNumbering {
  private static final int NONE = -1;

  private final List<Integer> facts;
  private final int[] bits;
  private final int[] denials;
  private final int size;

  FactNumbering(List<Integer> facts, IntPredicate denied) {
    this.facts = facts;
    this.bits = new int[facts.isEmpty() ? 0 : Collections.max(facts) + 1];
    this.denials = new int[facts.size()];
    Arrays.fill(bits, NONE);
    Arrays.fill(denials, NONE);
    int next = facts.size();
    for (int bit = 0; bit < facts.size(); bit++) {
      bits[facts.get(bit)] = bit;
      if (denied.test(facts.get(bit))) {
        denials[bit] = next++;
      }
    }
    size = next;
  }

  /** The facts that have bits, in the order of these. */
  List<Integer> facts() {
    return facts;
  }

  int size() {
    return size;
  }

  /** The bit of a fact, negative if it has none. */
  int bit(int fact) {
    return fact < bits.length ? bits[fact] : NONE;
  }

  /** The bit of the denial of the fact with a bit, negative if it has none. */
  int denial(int bit) {
    return denials[bit];
  }
}
