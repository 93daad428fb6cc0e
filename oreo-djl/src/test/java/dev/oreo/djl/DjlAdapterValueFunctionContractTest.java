package dev.oreo.djl;

import dev.oreo.model.TrainableValueFunction;
import dev.oreo.model.ValueFunctionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Adapters on a Qwen2 decoder with a head of their own. */
final class DjlAdapterValueFunctionContractTest extends ValueFunctionContract {
  private static final List<DjlBaseModel> BASES = new ArrayList<>();
  private static final List<Path> ADAPTERS = new ArrayList<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void open() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", false, 1);
    BASES.add(checkpoint.loadBase(ModelOptions.cpu(Precision.FP32)));
    ADAPTERS.add(TinyAdapter.valueFunction(checkpoint, LoraConfig.DEFAULT, 1));
  }

  @AfterAll
  static void close() {
    BASES.forEach(DjlBaseModel::close);
  }

  @Override
  protected TrainableValueFunction newValueFunction() {
    try {
      return BASES.get(0).loadTrainableAdapterValueFunction(ADAPTERS.get(0), 1);
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
