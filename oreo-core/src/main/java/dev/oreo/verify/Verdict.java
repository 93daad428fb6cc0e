package dev.oreo.verify;

import java.util.Optional;

/**
 * What a {@link Verifier} says about one response.
 *
 * @param outcome whether it is right, or why that is not known
 * @param extracted the answer found in the response, empty if there was none
 * @param reason why, for a person
 */
public record Verdict(Outcome outcome, Optional<String> extracted, String reason) {

  /**
   * Returns whether the response is right.
   *
   * @return true if the outcome is {@link Outcome#CORRECT}
   */
  public boolean right() {
    return outcome == Outcome.CORRECT;
  }

  /**
   * Returns the verdict as a reward.
   *
   * @return 1 if the response is right, else 0
   */
  public double score() {
    return right() ? 1 : 0;
  }
}
