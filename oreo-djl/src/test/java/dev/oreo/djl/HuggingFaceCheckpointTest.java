package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder says of itself before its weights are loaded. */
final class HuggingFaceCheckpointTest {
  @TempDir private Path folder;

  @Test
  void storedPrecision_float32_isFp32() {
    assertThat(TinyCheckpoint.create(folder, "qwen2", true, 1).storedPrecision())
        .isEqualTo(Precision.FP32);
  }

  @Test
  void storedPrecision_bfloat16_isBf16() throws IOException {
    Path stored = SharedData.path("fixtures/hf/qwen2-bf16");

    assertThat(HuggingFaceCheckpoint.open(stored).storedPrecision()).isEqualTo(Precision.BF16);
  }
}
