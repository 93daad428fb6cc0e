package dev.oreo.djl;

import dev.oreo.model.RestorableContract;
import dev.oreo.model.TrainablePolicy;
import dev.oreo.model.TrainableValueFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Adapters on one frozen model: what is saved and restored are the adapters and the value head. */
final class DjlAdapterRestorableContractTest extends RestorableContract {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final LoraConfig LORA = LoraConfig.DEFAULT;
  private static final List<DjlBaseModel> BASES = new ArrayList<>();

  @TempDir private Path models;

  @AfterAll
  static void closeBases() {
    BASES.forEach(DjlBaseModel::close);
    BASES.clear();
  }

  private DjlBaseModel base(HuggingFaceCheckpoint checkpoint) {
    try {
      DjlBaseModel base = checkpoint.loadBase(FP32);
      BASES.add(base);
      return base;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected TrainablePolicy newPolicy() {
    return base(TinyCheckpoint.create(models, "qwen2", true, 1)).newAdapterPolicy(LORA, 5);
  }

  @Override
  protected TrainableValueFunction newValueFunction() {
    return base(TinyCheckpoint.create(models, "llama", true, 3)).newAdapterValueFunction(LORA, 6);
  }

  @Override
  protected int vocabularySize() {
    return TinyCheckpoint.VOCABULARY;
  }
}
