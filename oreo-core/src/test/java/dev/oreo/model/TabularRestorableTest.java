package dev.oreo.model;

/** The tables of the tests, saved and restored. */
final class TabularRestorableTest extends RestorableContract {
  private static final int VOCABULARY = 5;

  @Override
  protected TrainablePolicy newPolicy() {
    return TabularPolicy.random(new CharTokenizer("abcd"), VOCABULARY, 3);
  }

  @Override
  protected TrainableValueFunction newValueFunction() {
    return TabularValueFunction.random(VOCABULARY, 4);
  }

  @Override
  protected int vocabularySize() {
    return VOCABULARY;
  }
}
