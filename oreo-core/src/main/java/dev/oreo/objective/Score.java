package dev.oreo.objective;

/**
 * The per-position quantities through which an objective reaches the networks.
 *
 * <p>At position p, with state s (tokens 0..p) and action a (token p + 1), in nats where
 * logarithmic.
 */
public enum Score {
  /** log pi(a | s) of the policy being trained. */
  LOG_PROB(Network.POLICY),
  /** log pi_ref(a | s) of the frozen reference policy. */
  REFERENCE_LOG_PROB(Network.NONE),
  /** V(s), read at the last token of the state. */
  VALUE(Network.VALUE_FUNCTION),
  /** KL(pi || pi_ref) at s over the whole vocabulary. */
  REVERSE_KL(Network.POLICY),
  /** KL(pi_ref || pi) at s over the whole vocabulary. */
  FORWARD_KL(Network.POLICY),
  /** log-sum-exp of the policy's logits at s. */
  LOG_PARTITION(Network.POLICY),
  /** log-sum-exp of the reference policy's logits at s. */
  REFERENCE_LOG_PARTITION(Network.NONE),
  /** log pi(a | s) of a running average of the policy's weights. */
  AVERAGED_LOG_PROB(Network.NONE);

  /** Whose parameters a score's gradient flows into. */
  public enum Network {
    /** The policy. */
    POLICY,
    /** The value function. */
    VALUE_FUNCTION,
    /** Nobody's: the score is a constant of the loss. */
    NONE
  }

  private final Network network;

  Score(Network network) {
    this.network = network;
  }

  /**
   * Returns whose parameters this score's gradient flows into.
   *
   * @return {@link Network#NONE} for constants
   */
  public Network network() {
    return network;
  }

  /**
   * Returns whether computing this score needs the reference policy.
   *
   * @return true for the reference's own scores and for both divergences
   */
  public boolean needsReference() {
    return switch (this) {
      case REFERENCE_LOG_PROB, REFERENCE_LOG_PARTITION, REVERSE_KL, FORWARD_KL -> true;
      case LOG_PROB, VALUE, LOG_PARTITION, AVERAGED_LOG_PROB -> false;
    };
  }
}
