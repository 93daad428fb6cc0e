package dev.oreo.model;

import dev.oreo.internal.Checks;
import java.util.Arrays;

/**
 * The text of given tokens and where each of them begins in it: the way from ids to characters,
 * where {@link TokenizedText} is the way back.
 *
 * <p>The array is shared, not copied; equality is that of the array's identity.
 *
 * @param text the tokens' text, without special tokens
 * @param starts index of each token's first {@code char} in the text, non-decreasing; tokens that
 *     are parts of one character share its index, special tokens have that of what follows
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record DecodedText(String text, int[] starts) {
  private static final char INCOMPLETE = '\uFFFD';

  /** Checks that the tokens begin within the text. {@inheritDoc} */
  public DecodedText {
    Checks.argument(
        starts.length == 0 || starts[starts.length - 1] <= text.length(),
        "starts must lie within the text's %d chars, got %d",
        text.length(),
        starts.length == 0 ? 0 : starts[starts.length - 1]);
  }

  /**
   * Decodes tokens that were sampled rather than tokenized.
   *
   * @param tokenizer whose ids they are
   * @param tokenIds the tokens
   * @return their text, pieced together token by token, and where each begins
   */
  public static DecodedText of(Tokenizer tokenizer, int[] tokenIds) {
    /*
     * A token's text is what it adds to the text of the tokens before it, as decoders strip spaces at
     * the beginning and cannot decode part of a character. Two settled tokens of context would do for
     * most; decoding from the previous settled group on keeps the cost linear:
     *   [context, settled) has been emitted and is decoded again only as context,
     *   [settled, i] is pending until it ends in a complete character.
     */
    StringBuilder text = new StringBuilder();
    int[] starts = new int[tokenIds.length];
    int context = 0;
    int settled = 0;
    int start = 0;
    for (int i = 0; i < tokenIds.length; i++) {
      starts[i] = start;
      String before = tokenizer.decode(Arrays.copyOfRange(tokenIds, context, settled));
      String after = tokenizer.decode(Arrays.copyOfRange(tokenIds, context, i + 1));
      boolean last = i == tokenIds.length - 1;
      int complete = after.length() - (last ? 0 : incompleteChars(after));
      start = Math.max(start, text.length() + Math.max(0, complete - before.length()));
      if (complete == after.length() && complete > before.length()) {
        text.append(after, before.length(), complete);
        context = settled;
        settled = i + 1;
      }
    }
    return new DecodedText(text.toString(), starts);
  }

  private static int incompleteChars(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == INCOMPLETE) {
      end--;
    }
    return text.length() - end;
  }
}
