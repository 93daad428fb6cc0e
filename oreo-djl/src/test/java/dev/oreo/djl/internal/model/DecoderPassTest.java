package dev.oreo.djl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.TinyCheckpoint;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kind of pass the options ask for, and that a shared beginning is there once. */
final class DecoderPassTest {
  private static final Trajectory ROW =
      Trajectory.of("row", new int[] {1, 2, 3, 0}, List.of(new Step(1, 4, 0)));

  @TempDir private Path folder;

  private DecoderPass pass(ModelOptions options) throws IOException {
    Path model = TinyCheckpoint.create(folder, "qwen2", true, 1).directory();
    ModelLoader loader =
        new ModelLoader(
            SafetensorsIndex.open(model), ModelConfig.read(model), options, Keeping.TRAINABLE);
    try (LanguageModel opened = loader.languageModel();
        NDManager scope = opened.decoder().manager().newSubManager()) {
      return opened
          .decoder()
          .pass(scope, RaggedBatch.ofActions(List.of(ROW), opened.decoder().limits()));
    }
  }

  @Test
  void pass_gradientCheckpointing_keepsInputsOnly() throws IOException {
    ModelOptions options = ModelOptions.cpu(Precision.FP32);

    assertThat(pass(options)).isInstanceOf(WholePass.class);
    assertThat(pass(options.withGradientCheckpointing(true))).isInstanceOf(CheckpointedPass.class);
  }

  @Test
  void batch_sharedBeginning_isLaidOutOnce() {
    Trajectory first = row(1);
    Trajectory second = row(2);

    RaggedBatch batch =
        RaggedBatch.ofActions(List.of(first, second), new RaggedBatch.Limits(99, 99));

    assertThat(batch.ids()).hasSize(20 + 1 + 1);
    assertThat(batch.branches()).containsExactly(20, -1, 1, 0, 1, 0);
    assertThat(batch.select()).containsExactly(19, 19); // both answers are chosen by one state
    assertThat(batch.targets()).containsExactly(1, 2);
  }

  /** Twenty tokens and an answer of one. */
  private static Trajectory row(int answer) {
    int[] ids = new int[21];
    ids[20] = answer;
    return Trajectory.of("row " + answer, ids, List.of(new Step(20, 21, 0)));
  }
}
