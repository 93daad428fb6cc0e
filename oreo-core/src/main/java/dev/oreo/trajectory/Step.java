package dev.oreo.trajectory;

import dev.oreo.internal.Checks;

/**
 * One reasoning step or agent turn: the half-open span {@code [start, end)} of the tokens the
 * policy chose in it, and the reward it earned.
 *
 * <p>Spans index {@link Trajectory#tokenIds()}. Immutable and thread-safe.
 *
 * @param start index of the step's first token, at least 1 because the policy chooses it from a
 *     state
 * @param end index after the step's last token, greater than {@code start}
 * @param reward reward on completing the step, finite; with sparse rewards only the last step's is
 *     not 0
 */
public record Step(int start, int end, double reward) {

  /** Checks the span and the reward. {@inheritDoc} */
  public Step {
    Checks.argument(start >= 1, "start must be >= 1, got %d", start);
    Checks.argument(end > start, "end must be > start, got start %d and end %d", start, end);
    Checks.argument(Double.isFinite(reward), "reward must be finite, got %s", reward);
  }

  /**
   * Returns the number of tokens in the step.
   *
   * @return at least 1
   */
  public int length() {
    return end - start;
  }

  /**
   * Returns the position of the state in which the step begins: the one whose logits choose its
   * first token and at which the value function is read.
   *
   * @return {@code start - 1}
   */
  public int firstPosition() {
    return start - 1;
  }

  /**
   * Returns the position after the last one whose logits choose a token of the step.
   *
   * @return {@code end - 1}
   */
  public int endPosition() {
    return end - 1;
  }
}
