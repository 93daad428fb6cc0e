package dev.oreo.model;

/** The tabular policy as a policy. */
final class TabularPolicyTest extends PolicyContract {
  private static final int VOCABULARY = 5;
  private static final CharTokenizer TOKENIZER = new CharTokenizer("abcd");

  @Override
  protected TrainablePolicy newPolicy() {
    return TabularPolicy.random(TOKENIZER, VOCABULARY, 3);
  }

  @Override
  protected ReferencePolicy newReference() {
    return TabularPolicy.random(TOKENIZER, VOCABULARY, 4);
  }

  @Override
  protected int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  protected double scoreTolerance() {
    return 1e-12; // doubles
  }

  @Override
  protected double gradientTolerance() {
    return 1e-5; // the third derivative at a step of about 1e-2
  }
}
