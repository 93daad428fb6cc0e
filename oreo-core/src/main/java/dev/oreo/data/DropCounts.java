package dev.oreo.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Numbers of what was left out, by reason. */
final class DropCounts {
  private DropCounts() {}

  /** An unmodifiable copy in the order of the reasons. */
  static Map<DropReason, Integer> copyOf(Map<DropReason, Integer> counts) {
    Map<DropReason, Integer> copy = new EnumMap<>(DropReason.class);
    copy.putAll(counts);
    return Collections.unmodifiableMap(copy);
  }

  /** The sum over reasons. */
  static int total(Map<DropReason, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
