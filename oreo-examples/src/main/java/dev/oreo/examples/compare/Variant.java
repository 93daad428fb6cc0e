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
   * A strategy that is seldom seen: the problems are longer, and at multiplications the
   * demonstrators nearly always take the shortcut. So hardly any answer to a problem with a
   * multiplication does without it, and with four answers to a prompt many prompts have wrong ones
   * only. It is there because offline data of hard problems looks so: methods that need a right and
   * a wrong answer to the same prompt, or right answers alone, can use only part of it.
   */
  RARE(new ArithmeticTask(9, 0.25, 0.97, 0.03, 24_000, 3, 6, 8, 1_200, 600), 4);

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
