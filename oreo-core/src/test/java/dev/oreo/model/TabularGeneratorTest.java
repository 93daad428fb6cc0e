package dev.oreo.model;

import java.util.Set;

/** The tabular policy as a generator. */
final class TabularGeneratorTest extends TextGeneratorContract {
  private static final int VOCABULARY = 5;
  private static final CharTokenizer TOKENIZER = new CharTokenizer("abcd");

  @Override
  protected TextGenerator newGenerator() {
    return TabularPolicy.random(TOKENIZER, VOCABULARY, 3);
  }

  @Override
  protected Policy policyOf(TextGenerator generator) {
    return (TabularPolicy) generator;
  }

  @Override
  protected int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  protected Set<Integer> endTokenIds() {
    return Set.of(TOKENIZER.endOfTextId());
  }

  @Override
  protected Tokenizer tokenizer() {
    return TOKENIZER;
  }
}
