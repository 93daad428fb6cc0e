package dev.oreo.model;

import dev.oreo.internal.Checks;
import java.util.Arrays;

/**
 * A tokenizer of one token per character, for tests: the characters of an alphabet have ids from 0
 * on, then come end of text and begin of text, which {@link #encodePrompt} puts first if asked to.
 */
public final class CharTokenizer implements Tokenizer {
  private final String alphabet;
  private final boolean beginsPrompts;

  /**
   * Creates a tokenizer.
   *
   * @param alphabet all characters, each once
   * @param beginsPrompts whether prompts get a begin of text token
   */
  public CharTokenizer(String alphabet, boolean beginsPrompts) {
    this.alphabet = alphabet;
    this.beginsPrompts = beginsPrompts;
  }

  /**
   * Creates a tokenizer that adds nothing to prompts.
   *
   * @param alphabet all characters, each once
   */
  public CharTokenizer(String alphabet) {
    this(alphabet, false);
  }

  @Override
  public TokenizedText encodePrompt(String text) {
    TokenizedText bare = encode(text);
    if (!beginsPrompts) {
      return bare;
    }
    int[] tokenIds = new int[bare.tokenIds().length + 1];
    int[] starts = new int[tokenIds.length];
    tokenIds[0] = beginOfTextId();
    System.arraycopy(bare.tokenIds(), 0, tokenIds, 1, bare.tokenIds().length);
    System.arraycopy(bare.starts(), 0, starts, 1, bare.starts().length);
    return new TokenizedText(tokenIds, starts);
  }

  @Override
  public TokenizedText encode(String text) {
    int[] tokenIds = new int[text.length()];
    int[] starts = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      tokenIds[i] = alphabet.indexOf(text.charAt(i));
      starts[i] = i;
      Checks.argument(tokenIds[i] >= 0, "text must be of the alphabet, got %s", text);
    }
    return new TokenizedText(tokenIds, starts);
  }

  @Override
  public String decode(int[] tokenIds) {
    StringBuilder text = new StringBuilder();
    Arrays.stream(tokenIds)
        .filter(id -> id < alphabet.length())
        .forEach(id -> text.append(alphabet.charAt(id)));
    return text.toString();
  }

  @Override
  public int endOfTextId() {
    return alphabet.length();
  }

  /**
   * Returns the id of the begin of text token.
   *
   * @return the largest id
   */
  public int beginOfTextId() {
    return alphabet.length() + 1;
  }
}
