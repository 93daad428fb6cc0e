package dev.oreo.examples.arithmetic;

import com.google.errorprone.annotations.Immutable;

/**
 * Which problems, and how they are demonstrated.
 *
 * @param maxOperand largest number that is added or multiplied by
 * @param multiplications share of the steps that multiply, the others add
 * @param mergesAtTimes how often a demonstrator does a multiplication and the next step in one line
 * @param mergesAtPlus the same of an addition
 * @param demonstrations how many are demonstrated
 * @param minDemonstratedSteps fewest steps of a demonstrated problem that is not a drill
 * @param minSteps fewest steps of the problems to sample from and to evaluate on
 * @param maxSteps most steps of any problem
 * @param prompts how many problems to sample from
 * @param heldOut how many problems to evaluate on, none of them demonstrated or sampled from
 */
@Immutable
public record ArithmeticTask(
    int maxOperand,
    double multiplications,
    double mergesAtTimes,
    double mergesAtPlus,
    int demonstrations,
    int minDemonstratedSteps,
    int minSteps,
    int maxSteps,
    int prompts,
    int heldOut) {
  /** The quickstart's. */
  public static final ArithmeticTask DEFAULT =
      new ArithmeticTask(9, 0.25, 0.8, 0.03, 24_000, 3, 5, 8, 900, 400);
}
