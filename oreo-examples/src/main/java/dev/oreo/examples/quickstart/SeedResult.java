package dev.oreo.examples.quickstart;

import dev.oreo.evaluate.Accuracy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What one seed gave.
 *
 * @param seed the seed
 * @param accuracies one for each method, on problems that were neither demonstrated nor sampled
 */
record SeedResult(long seed, Map<Method, Accuracy> accuracies) {

  /** Copies the map. */
  SeedResult {
    accuracies = new EnumMap<>(accuracies);
  }

  /** Returns one method's accuracy. */
  Accuracy accuracy(Method method) {
    return Objects.requireNonNull(accuracies.get(method), method::name);
  }
}
