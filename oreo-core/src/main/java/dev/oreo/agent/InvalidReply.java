package dev.oreo.agent;

/** What comes of a reply that holds no action. */
public enum InvalidReply {
  /** The episode ends, as in OREO. */
  ENDS_EPISODE,
  /** It costs a turn, and the policy is told so, as in ETO. */
  COSTS_TURN
}
