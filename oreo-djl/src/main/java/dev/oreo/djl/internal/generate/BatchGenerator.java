package dev.oreo.djl.internal.generate;

import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Batched decoding in sessions, of which a plain call has one to itself.
 *
 * <p>Thread-safe: every session has a cache of its own.
 */
public final class BatchGenerator implements TextGenerator {
  private final LanguageModel model;
  private final Stopping.Source stopping;
  private final OptionalInt generationTokens;

  /**
   * Creates a generator.
   *
   * @param model whose weights must not change during a call, nor while a session is open
   * @param tokenizers gives the one that makes text of tokens; asked at every call
   * @param endTokens generation ends with any of these
   * @param generationTokens as of {@link dev.oreo.djl.ModelOptions}
   */
  public BatchGenerator(
      LanguageModel model,
      Supplier<Tokenizer> tokenizers,
      Set<Integer> endTokens,
      OptionalInt generationTokens) {
    this.model = model;
    this.stopping = stops -> new Stopping(tokenizers.get(), endTokens, stops);
    this.generationTokens = generationTokens;
  }

  @Override
  public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
    try (GenerationSession session = openSession()) {
      return session.generate(requests, config);
    }
  }

  @Override
  public void generate(
      List<GenerationRequest> requests, GenerationConfig config, GenerationListener listener) {
    try (GenerationSession session = openSession()) {
      session.generate(requests, config, listener);
    }
  }

  /**
   * Opens a session.
   *
   * @return the session; the caller closes it
   */
  public GenerationSession openSession() {
    return new CachedGenerator(model, stopping, model.cacheTokens(generationTokens));
  }
}
