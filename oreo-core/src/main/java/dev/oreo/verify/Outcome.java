package dev.oreo.verify;

/** What became of checking an answer. */
public enum Outcome {
  /** The answer is the reference's. */
  CORRECT,
  /** An answer was found, and it is another one. */
  WRONG,
  /** No answer was found, or there is no reference to compare it with. */
  UNPARSED,
  /** The comparison took more work than one answer may take. */
  TIMED_OUT
}
