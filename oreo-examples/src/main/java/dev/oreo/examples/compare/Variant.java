package dev.oreo.examples.compare;

import dev.oreo.examples.arithmetic.ArithmeticTask;

/** Which form of the last-digit chain the methods are compared on. */
public enum Variant {
  /**
   * The quickstart's task: a quarter of the steps multiply, and about half of the answers are
   * right, so that most prompts have right and wrong ones.
   */
  PLAIN(new ArithmeticTask(9, 0.25, 0.8, 0.03, 24_000, 3, 5, 8, 600, 600), 8),

  /**
   * The quickstart's longest problems only, and two answers to each of many prompts in place of
   * eight to each of few: the reward at the end says less about each of more steps, and few prompts
   * have a right and a wrong answer. These are the two reasons that the OREO paper gives against
   * methods that judge whole answers or pairs of them.
   */
  LONG(new ArithmeticTask(9, 0.25, 0.8, 0.03, 24_000, 3, 8, 8, 2_400, 600), 2);

  private final ArithmeticTask task;
  private final int samples;

  Variant(ArithmeticTask task, int samples) {
    this.task = task;
    this.samples = samples;
  }

  /**
   * Returns the problems.
   *
   * @return the held-out ones are for validation and test together
   */
  public ArithmeticTask task() {
    return task;
  }

  /**
   * Returns how many answers are drawn for each prompt.
   *
   * @return at least 2
   */
  public int samples() {
    return samples;
  }
}
