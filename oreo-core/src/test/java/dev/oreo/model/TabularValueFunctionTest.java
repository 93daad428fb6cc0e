package dev.oreo.model;

/** The tabular value function as a value function. */
final class TabularValueFunctionTest extends ValueFunctionContract {
  private static final int VOCABULARY = 5;

  @Override
  protected TrainableValueFunction newValueFunction() {
    return TabularValueFunction.random(VOCABULARY, 3);
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
    return 1e-6; // linear in its parameters; AdamW's root beside epsilon remains
  }
}
