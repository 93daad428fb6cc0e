package dev.oreo.djl;

import dev.oreo.model.TrainableValueFunction;
import dev.oreo.model.ValueFunctionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A Llama decoder with a value head. */
final class DjlValueFunctionContractTest extends ValueFunctionContract {
  @TempDir private Path folder;

  @Override
  protected TrainableValueFunction newValueFunction() {
    try {
      return TinyCheckpoint.createValue(folder, "llama", 3)
          .loadTrainableValueFunction(ModelOptions.cpu(Precision.FP32));
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
    return 2e-2; // the contract's step is finite, and values come in float32
  }
}
