package dev.oreo.data;

import java.util.Locale;

/** Why a row was not taken, for counting. */
public enum DropReason {
  /** The row is no JSON object, lacks a key, or a value has the wrong type. */
  MALFORMED,
  /** The reward is missing, not a number, NaN or infinite. */
  BAD_REWARD,
  /** The response has no token. */
  EMPTY_RESPONSE,
  /** The prompt, or all before the first action token, leaves no room within the limit. */
  PROMPT_TOO_LONG,
  /** The whole row is longer than the limit. */
  TOO_LONG;

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
