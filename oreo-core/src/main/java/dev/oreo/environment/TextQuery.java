package dev.oreo.environment;

import java.util.List;

/**
 * A question to a state: which objects for the free slots make all parts true? Parts are asked in
 * their order. Different variables stand for different objects.
 */
record TextQuery(List<Part> parts) {
  static final TextQuery ALWAYS = new TextQuery(List.of());

  /**
   * A fact over slots.
   *
   * @param denied whether the fact must have been made false rather than be true
   * @param types of the variables
   * @param free for each argument whether its slot gets its object here
   * @param taken the slots that have objects before
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, not changed
  record Part(
      Predicate predicate, boolean denied, int[] slots, int[] types, boolean[] free, int[] taken) {}
}
