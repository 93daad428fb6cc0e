package dev.oreo.iterate;

/** Where a round's value function comes from. */
public enum ValueOrigin {
  /** The backbone of the round's reference with a head of zeros: V is 0 everywhere at first. */
  ZERO_HEAD,
  /** What the round before made; in the first round {@link #ZERO_HEAD}. */
  PREVIOUS
}
