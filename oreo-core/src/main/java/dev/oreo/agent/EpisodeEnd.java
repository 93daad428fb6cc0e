package dev.oreo.agent;

/** Why an episode ended. */
public enum EpisodeEnd {
  /** The environment is done. */
  DONE,
  /** The last turn allowed was taken. */
  TURN_LIMIT,
  /** Another turn might have exceeded the longest conversation. */
  TOKEN_LIMIT,
  /** A reply held no action. */
  INVALID_REPLY
}
