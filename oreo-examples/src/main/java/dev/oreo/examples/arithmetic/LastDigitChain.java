package dev.oreo.examples.arithmetic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The task: follow a chain of additions and multiplications modulo 10 to its last digit.
 *
 * <p>A prompt is {@code 7a+5b*3c+4?}; a good solution does one step in each line and repeats the
 * running digit: {@code 7a+5=2\n2b*3=6\n6c+4=0\n#### 0}. A step is an addition of 1 to 9 or a
 * multiplication by 2 to 9.
 *
 * <p>Draws problems from one random stream; not thread-safe.
 */
final class LastDigitChain {
  private static final double DRILLS = 0.2;

  private final int maxOperand;
  private final double multiplications;
  private final RandomGenerator random;

  LastDigitChain(int maxOperand, double multiplications, RandomGenerator random) {
    this.maxOperand = maxOperand;
    this.multiplications = multiplications;
    this.random = random;
  }

  /** Draws a problem of {@code minSteps} to {@code maxSteps} steps. */
  Problem draw(int minSteps, int maxSteps) {
    List<Operation> operations = new ArrayList<>();
    for (int i = random.nextInt(minSteps, maxSteps + 1); i > 0; i--) {
      operations.add(
          random.nextDouble() < multiplications
              ? new Operation('*', random.nextInt(2, maxOperand + 1))
              : new Operation('+', random.nextInt(1, maxOperand + 1)));
    }
    return new Problem(random.nextInt(10), operations);
  }

  /** Draws a problem to demonstrate: a fifth are drills of one step, the rest have more. */
  Problem drawForDemonstration(int minSteps, int maxSteps) {
    return random.nextDouble() < DRILLS ? draw(1, 1) : draw(minSteps, maxSteps);
  }

  /** Draws different problems, none of which is among {@code excluded}. */
  Set<Problem> drawDistinct(int count, Set<Problem> excluded, int minSteps, int maxSteps) {
    Set<Problem> problems = new LinkedHashSet<>();
    while (problems.size() < count) {
      Problem problem = draw(minSteps, maxSteps);
      if (!excluded.contains(problem)) {
        problems.add(problem);
      }
    }
    return problems;
  }
}
