package dev.oreo.model;

/** The tabular value function as a session. */
final class TabularValueSessionTest extends ValueSessionContract {
  private static final int VOCABULARY = 5;

  @Override
  protected ValueFunction newValueFunction(int tokens) {
    return TabularValueFunction.random(VOCABULARY, 3);
  }

  @Override
  protected ValueSession openSession(ValueFunction valueFunction) {
    return new UncachedValues(valueFunction);
  }

  @Override
  protected int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  protected double tolerance() {
    return 0; // the same doubles
  }
}
