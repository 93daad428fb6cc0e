package dev.oreo.objective;

import java.util.Optional;

/**
 * How an objective's regulariser measures the policy's divergence from the reference at each action
 * token.
 *
 * @see dev.oreo.math.KlDivergence
 */
public enum KlEstimator {
  /** {@code KL(pi || pi_ref)} over the whole vocabulary; the paper's choice. */
  EXACT_REVERSE(Optional.of(Score.REVERSE_KL)),
  /** {@code KL(pi_ref || pi)} over the whole vocabulary. */
  EXACT_FORWARD(Optional.of(Score.FORWARD_KL)),
  /**
   * {@code exp(-d) + d - 1} of the token in the data, with d its log-ratio. Cheap, but an unbiased
   * estimate of the reverse divergence only on tokens the policy itself sampled.
   */
  K3(Optional.empty());

  private final Optional<Score> score;

  KlEstimator(Optional<Score> score) {
    this.score = score;
  }

  /**
   * Returns the score that holds this divergence.
   *
   * @return empty if log-probabilities suffice
   */
  public Optional<Score> score() {
    return score;
  }
}
