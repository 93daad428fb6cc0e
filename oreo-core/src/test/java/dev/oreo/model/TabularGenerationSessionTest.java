package dev.oreo.model;

/** The tabular policy as a session. */
final class TabularGenerationSessionTest extends GenerationSessionContract {
  /** The end token is not among them: some rows must become long. */
  private static final int VOCABULARY = 5;

  @Override
  protected TextGenerator newGenerator(int tokens) {
    return TabularPolicy.random(new CharTokenizer("abcde"), VOCABULARY, 3);
  }

  @Override
  protected GenerationSession openSession(TextGenerator generator) {
    return new UncachedSession(generator);
  }

  @Override
  protected int vocabularySize() {
    return VOCABULARY;
  }
}
