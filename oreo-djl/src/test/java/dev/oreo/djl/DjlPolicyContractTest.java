package dev.oreo.djl;

import dev.oreo.model.PolicyContract;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TrainablePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A Qwen2 decoder with tied embeddings. */
final class DjlPolicyContractTest extends PolicyContract {
  @TempDir private Path folder;

  @Override
  protected TrainablePolicy newPolicy() {
    try {
      return TinyCheckpoint.create(folder, "qwen2", true, 1)
          .loadTrainablePolicy(ModelOptions.cpu(Precision.FP32));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected ReferencePolicy newReference() {
    try {
      return TinyCheckpoint.create(folder, "llama", false, 2)
          .loadPolicy(ModelOptions.cpu(Precision.FP32));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int vocabularySize() {
    return TinyCheckpoint.VOCABULARY;
  }

  @Override
  protected double scoreTolerance() {
    return 2e-5; // float32 through two layers with large weights
  }

  @Override
  protected double gradientTolerance() {
    return 2e-2; // the contract's step is finite, and log-probs come in float32
  }
}
