package dev.oreo.examples.arithmetic;

import java.util.random.RandomGenerator;

/**
 * Somebody who knows the task but takes shortcuts, as the authors of real data do.
 *
 * <p>At a multiplication that is not the last step the demonstrator mostly does two steps in one
 * line ({@code 2b*3c+4=0}), seldom so at an addition; and one line in a hundred has a wrong digit,
 * with which the rest goes on.
 */
final class Demonstrator {
  private static final double SLIPS = 0.01;

  private final double mergesAtTimes;
  private final double mergesAtPlus;
  private final RandomGenerator random;

  Demonstrator(double mergesAtTimes, double mergesAtPlus, RandomGenerator random) {
    this.mergesAtTimes = mergesAtTimes;
    this.mergesAtPlus = mergesAtPlus;
    this.random = random;
  }

  /** Writes one solution of a problem, not always right. */
  String demonstrate(Problem problem) {
    StringBuilder text = new StringBuilder();
    int digit = problem.start();
    int steps = problem.operations().size();
    for (int i = 0; i < steps; ) {
      text.append(digit);
      int lineEnd = i + (i + 1 < steps && merges(problem.operations().get(i)) ? 2 : 1);
      for (; i < lineEnd; i++) {
        text.append(problem.labelled(i));
        digit = problem.operations().get(i).applyTo(digit);
      }
      digit = random.nextDouble() < SLIPS ? (digit + random.nextInt(1, 10)) % 10 : digit;
      text.append('=').append(digit).append('\n');
    }
    return text.append(LastDigitVerifier.ANSWER_MARK).append(digit).toString();
  }

  private boolean merges(Operation operation) {
    return random.nextDouble() < (operation.operator() == '*' ? mergesAtTimes : mergesAtPlus);
  }
}
