package dev.oreo.verify;

import dev.oreo.internal.Checks;
import java.util.Optional;

/**
 * What a {@link Verifier} says about one response.
 *
 * @param score in [0, 1]; 1 is right
 * @param extracted the answer found in the response, empty if there was none
 * @param reason why, for a person
 */
public record Verdict(double score, Optional<String> extracted, String reason) {

  /** Checks the score. {@inheritDoc} */
  public Verdict {
    Checks.argument(score >= 0 && score <= 1, "score must be in [0, 1], got %s", score);
  }

  /**
   * Returns whether the response is right.
   *
   * @return true if the score is 1
   */
  public boolean right() {
    return score == 1;
  }
}
