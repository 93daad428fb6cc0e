package dev.oreo.djl;

import dev.oreo.model.ValueFunction;
import dev.oreo.model.ValueSession;
import dev.oreo.model.ValueSessionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A Llama decoder with a value head. */
final class DjlValueSessionContractTest extends ValueSessionContract {
  @TempDir private Path folder;

  @Override
  protected ValueFunction newValueFunction(int tokens) {
    try {
      return TinyCheckpoint.createValue(folder, "llama", 3)
          .loadValueFunction(ModelOptions.cpu(Precision.FP32).withGenerationTokens(tokens));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected ValueSession openSession(ValueFunction valueFunction) {
    return ((DjlValueFunction) valueFunction).openValueSession();
  }

  @Override
  protected int vocabularySize() {
    return TinyCheckpoint.VOCABULARY;
  }

  @Override
  protected double tolerance() {
    return 2e-5; // float32 through two layers with large weights
  }
}
