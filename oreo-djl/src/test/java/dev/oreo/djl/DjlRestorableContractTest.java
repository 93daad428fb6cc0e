package dev.oreo.djl;

import dev.oreo.model.RestorableContract;
import dev.oreo.model.TrainablePolicy;
import dev.oreo.model.TrainableValueFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Qwen2 decoder with biases and a Llama decoder with a value head, both computing in bfloat16:
 * what is saved and restored is float32.
 */
final class DjlRestorableContractTest extends RestorableContract {
  private static final ModelOptions BF16 = ModelOptions.cpu(Precision.BF16);

  @TempDir private Path models;

  @Override
  protected TrainablePolicy newPolicy() {
    try {
      return TinyCheckpoint.create(models, "qwen2", true, 1).loadTrainablePolicy(BF16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected TrainableValueFunction newValueFunction() {
    try {
      return TinyCheckpoint.createValue(models, "llama", 3).loadTrainableValueFunction(BF16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int vocabularySize() {
    return TinyCheckpoint.VOCABULARY;
  }
}
