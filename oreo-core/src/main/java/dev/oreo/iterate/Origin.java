package dev.oreo.iterate;

/** Where a network of a round comes from. */
public enum Origin {
  /** The policy that the iteration began with, such as the SFT policy. */
  INITIAL,
  /** What the round before made; in the first round the policy that the iteration began with. */
  PREVIOUS
}
