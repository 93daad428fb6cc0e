package dev.oreo.djl;

import dev.oreo.model.AveragedPolicyContract;
import dev.oreo.model.TrainablePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Averages of adapters, over one base. */
final class DjlAdapterAverageContractTest extends AveragedPolicyContract {
  private static final List<DjlBaseModel> BASES = new ArrayList<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void open() throws IOException {
    BASES.add(
        TinyCheckpoint.create(folder, "llama", false, 1)
            .loadBase(ModelOptions.cpu(Precision.FP32)));
  }

  @AfterAll
  static void close() {
    BASES.forEach(DjlBaseModel::close);
  }

  @Override
  protected TrainablePolicy newPolicy() {
    return BASES.get(0).newAdapterPolicy(LoraConfig.DEFAULT, 1);
  }

  @Override
  protected int vocabularySize() {
    return TinyCheckpoint.VOCABULARY;
  }

  @Override
  protected double scoreTolerance() {
    return 2e-5; // float32 through two layers with large weights
  }
}
