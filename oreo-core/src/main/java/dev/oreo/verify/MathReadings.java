package dev.oreo.verify;

import dev.oreo.internal.symbolic.WorkBudget;
import java.util.HashMap;
import java.util.Map;

/** Answers as they are read for one verdict, each only once. Confined to one thread. */
final class MathReadings {
  private final WorkBudget budget;
  private final Map<String, MathReading> known = new HashMap<>();

  /**
   * Creates an empty one.
   *
   * @param budget what all reading may cost
   */
  MathReadings(WorkBudget budget) {
    this.budget = budget;
  }

  /** Reads an answer as {@link MathReading#of} does. */
  MathReading of(String answer) {
    MathReading reading = known.get(answer);
    if (reading == null) {
      reading = MathReading.of(answer, budget);
      known.put(answer, reading);
    }
    return reading;
  }
}
