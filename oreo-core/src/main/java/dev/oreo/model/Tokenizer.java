package dev.oreo.model;

/** Text to token ids and back, never truncating. Thread-safe. */
public interface Tokenizer {

  /**
   * Tokenizes a prompt, with the special tokens that the tokenizer's own post-processor adds.
   *
   * @param text the prompt
   * @return ids and where each begins in the text
   */
  TokenizedText encodePrompt(String text);

  /**
   * Tokenizes what follows a prompt, adding no special tokens.
   *
   * @param text the response, an observation, a turn
   * @return ids and where each begins in the text
   */
  TokenizedText encode(String text);

  /**
   * Returns the text of token ids, without special tokens.
   *
   * @param tokenIds ids of the vocabulary
   * @return the text
   */
  String decode(int[] tokenIds);

  /**
   * Returns the id of the tokenizer's end of text token, the one that ends a response.
   *
   * @return the id
   * @throws IllegalStateException if the tokenizer has none
   */
  int endOfTextId();
}
