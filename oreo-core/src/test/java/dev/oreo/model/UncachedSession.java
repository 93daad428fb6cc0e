package dev.oreo.model;

import dev.oreo.internal.Checks;
import java.util.List;

/** A session for tests that keeps nothing. */
public final class UncachedSession implements GenerationSession {
  private final TextGenerator generator;
  private boolean open = true;
  private long tokensRead;

  /**
   * Opens a session.
   *
   * @param generator what draws
   */
  public UncachedSession(TextGenerator generator) {
    this.generator = generator;
  }

  @Override
  public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
    Checks.state(open, "session must be open to generate, got a closed one");
    List<Generation> drawn = generator.generate(requests, config);
    for (int i = 0; i < drawn.size(); i++) {
      tokensRead += requests.get(i).promptTokenIds().length + drawn.get(i).tokenIds().length - 1;
    }
    return drawn;
  }

  @Override
  public long tokensRead() {
    return tokensRead;
  }

  @Override
  public void close() {
    open = false;
  }
}
