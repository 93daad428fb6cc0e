package dev.oreo.model;

/**
 * One drawn continuation.
 *
 * <p>The array is shared, not copied; equality is that of the array's identity.
 *
 * @param tokenIds the continuation, the end token included where it ended with one; never empty
 * @param text its text without special tokens
 * @param finishReason why it ended
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record Generation(int[] tokenIds, String text, FinishReason finishReason) {

  /** Why a continuation ended. */
  public enum FinishReason {
    /** One of the checkpoint's end tokens was drawn. */
    EOS,
    /** The text contains one of the stop strings. */
    STOP_STRING,
    /** The limit of new tokens was reached. */
    LENGTH
  }
}
