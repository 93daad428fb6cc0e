package dev.oreo.model;

/** The tabular policy's average. */
final class TabularAverageTest extends AveragedPolicyContract {
  private static final int VOCABULARY = 5;

  @Override
  protected TrainablePolicy newPolicy() {
    return TabularPolicy.random(new CharTokenizer("abcd"), VOCABULARY, 3);
  }

  @Override
  protected int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  protected double scoreTolerance() {
    return 1e-12; // doubles
  }
}
