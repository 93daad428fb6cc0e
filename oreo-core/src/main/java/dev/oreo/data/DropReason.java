package dev.oreo.data;

import java.util.Locale;

/** Why a row or a trajectory was not taken, for counting. */
public enum DropReason {
  /** The row is no JSON object, lacks a key, or a value has the wrong type. */
  MALFORMED,
  /** A reward is missing, not a number, NaN or infinite; or a label is missing or no boolean. */
  BAD_REWARD,
  /** The response has no token. */
  EMPTY_RESPONSE,
  /** An assistant turn's tokens cannot be told from those of the text around it. */
  UNALIGNED_TURN,
  /** The prompt, or all before the first action token, leaves no room within the limit. */
  PROMPT_TOO_LONG,
  /** It has more tokens than the limit. */
  TOO_LONG,
  /** It has fewer tokens than the limit. */
  TOO_SHORT,
  /** The reward is below the threshold. */
  LOW_REWARD,
  /** Another answer to the same prompt is better, or as good and came first. */
  NOT_BEST,
  /** An earlier trajectory has the same prompt and tokens. */
  DUPLICATE,
  /** It was not drawn, as its prompt has more answers than are wanted. */
  OVER_CAP,
  /** The answers to its prompt are all right or all wrong. */
  ONE_CLASS;

  /**
   * Returns the reason as reports print it.
   *
   * @return lower-case words
   */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
