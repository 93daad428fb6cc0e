package dev.oreo.djl;

import dev.oreo.model.AveragedPolicyContract;
import dev.oreo.model.TrainablePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The average of a Llama decoder with a head of its own. */
final class DjlAverageContractTest extends AveragedPolicyContract {
  @TempDir private Path folder;

  @Override
  protected TrainablePolicy newPolicy() {
    try {
      return TinyCheckpoint.create(folder, "llama", false, 1)
          .loadTrainablePolicy(ModelOptions.cpu(Precision.FP32));
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
    return 5e-4; // float32, summed over a batch: 1.8e-4 was seen, as small moves round away
  }
}
