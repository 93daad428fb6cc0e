package dev.oreo.djl;

import dev.oreo.model.PolicyContract;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TrainablePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Adapters on a Qwen2 decoder, with the decoder itself as reference. */
final class DjlAdapterPolicyContractTest extends PolicyContract {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final List<DjlBaseModel> BASES = new ArrayList<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void open() throws IOException {
    BASES.add(TinyCheckpoint.create(folder, "qwen2", true, 1).loadBase(FP32));
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
  protected ReferencePolicy newReference() {
    try {
      HuggingFaceCheckpoint other = TinyCheckpoint.create(folder, "llama", false, 2);
      DjlBaseModel base = other.loadBase(FP32);
      BASES.add(base);
      return base.loadAdapterPolicy(TinyAdapter.policy(other, LoraConfig.DEFAULT, 3));
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
