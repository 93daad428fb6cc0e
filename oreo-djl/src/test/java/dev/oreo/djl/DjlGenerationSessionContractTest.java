package dev.oreo.djl;

import dev.oreo.model.GenerationSession;
import dev.oreo.model.GenerationSessionContract;
import dev.oreo.model.TextGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A Qwen2 decoder with grouped-query attention. */
final class DjlGenerationSessionContractTest extends GenerationSessionContract {
  @TempDir private Path folder;

  @Override
  protected TextGenerator newGenerator(int tokens) {
    try {
      return TinyCheckpoint.create(folder, "qwen2", false, 4)
          .loadPolicy(ModelOptions.cpu(Precision.FP32).withGenerationTokens(tokens));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected GenerationSession openSession(TextGenerator generator) {
    return ((DjlPolicy) generator).openGenerationSession();
  }

  @Override
  protected int vocabularySize() {
    return TinyCheckpoint.VOCABULARY;
  }
}
