package dev.oreo.data;

import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tokenizer that takes the longest of its pieces at each place, and single characters between
 * them: pieces have ids from 0 on, a character the id 1000 plus its code.
 */
final class PieceTokenizer implements Tokenizer {
  private static final int FIRST_CHARACTER = 1000;

  private final List<String> pieces;

  PieceTokenizer(String... pieces) {
    this.pieces = List.of(pieces);
  }

  static int character(char c) {
    return FIRST_CHARACTER + c;
  }

  @Override
  public TokenizedText encodePrompt(String text) {
    throw new UnsupportedOperationException("conversations bring their own special tokens");
  }

  @Override
  public TokenizedText encode(String text) {
    List<Integer> ids = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      int piece = longestAt(text, i);
      ids.add(piece < 0 ? character(text.charAt(i)) : piece);
      starts.add(i);
      i += piece < 0 ? 1 : pieces.get(piece).length();
    }
    return new TokenizedText(
        ids.stream().mapToInt(Integer::intValue).toArray(),
        starts.stream().mapToInt(Integer::intValue).toArray());
  }

  private int longestAt(String text, int index) {
    int best = -1;
    for (int p = 0; p < pieces.size(); p++) {
      boolean longer = best < 0 || pieces.get(p).length() > pieces.get(best).length();
      if (longer && text.startsWith(pieces.get(p), index)) {
        best = p;
      }
    }
    return best;
  }

  @Override
  public String decode(int[] tokenIds) {
    return Arrays.stream(tokenIds)
        .mapToObj(
            id ->
                id < FIRST_CHARACTER
                    ? pieces.get(id)
                    : String.valueOf((char) (id - FIRST_CHARACTER)))
        .collect(Collectors.joining());
  }

  @Override
  public int endOfTextId() {
    throw new UnsupportedOperationException("nothing is appended to a conversation");
  }
}
