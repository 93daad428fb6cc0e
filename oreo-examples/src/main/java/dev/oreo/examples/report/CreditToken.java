package dev.oreo.examples.report;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.model.DecodedText;
import java.util.ArrayList;
import java.util.List;

/**
 * How one token is shown.
 *
 * @param text what it adds to the text before it, or its name
 * @param named whether it has no text of its own, as special tokens and parts of characters
 */
public record CreditToken(String text, boolean named) {
  private static final String INCOMPLETE = "\uFFFD";

  /**
   * Returns the tokens of a sequence; joined without the named ones they are its text.
   *
   * @param checkpoint whose tokenizer wrote them
   * @param tokenIds all of them
   * @return as many
   */
  public static List<CreditToken> of(HuggingFaceCheckpoint checkpoint, int[] tokenIds) {
    DecodedText decoded = DecodedText.of(checkpoint.tokenizer(), tokenIds);
    List<CreditToken> tokens = new ArrayList<>();
    for (int i = 0; i < tokenIds.length; i++) {
      int start = decoded.starts()[i];
      int end = i + 1 < tokenIds.length ? decoded.starts()[i + 1] : decoded.text().length();
      tokens.add(
          start == end
              ? new CreditToken(name(checkpoint.tokenText(tokenIds[i]), tokenIds[i]), true)
              : new CreditToken(decoded.text().substring(start, end), false));
    }
    return List.copyOf(tokens);
  }

  private static String name(String text, int tokenId) {
    return text.isBlank() || text.contains(INCOMPLETE) ? "[" + tokenId + "]" : text;
  }
}
