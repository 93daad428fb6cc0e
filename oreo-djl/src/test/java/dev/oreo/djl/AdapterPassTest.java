package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.model.Weight;
import dev.oreo.model.ForwardPass;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That computing layers again draws the same dropout masks again. */
final class AdapterPassTest {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);

  /** Float32 sums of another order, on gradients of about 1. */
  private static final float ROUNDING = 1e-5f;

  private static final Trajectory ROW =
      Trajectory.of("row", new int[] {1, 2, 3, 0, 5, 6}, List.of(new Step(2, 6, 0)));

  @TempDir private Path folder;

  private static List<float[]> gradients(
      HuggingFaceCheckpoint checkpoint, Path adapter, ModelOptions options) throws IOException {
    try (DjlBaseModel base = checkpoint.loadBase(options);
        DjlTrainablePolicy policy = base.loadTrainableAdapterPolicy(adapter, 7);
        ForwardPass pass = policy.forward(List.of(ROW), Set.of(Score.LOG_PROB))) {
      double[] slopes = {0, 1, -2, 1, 0.5};
      pass.backward(List.of(new TrajectoryGradients(ROW, Map.of(Score.LOG_PROB, slopes))));
      List<float[]> gradients = new ArrayList<>();
      List<Weight> weights = policy.model().weights();
      try (NDManager scope = weights.get(0).array().getManager().newSubManager()) {
        weights.forEach(weight -> gradients.add(weight.gradient(scope).toFloatArray()));
      }
      return gradients;
    }
  }

  @Test
  void checkpointed_withDropout_givesTheGradientsOfTheWholeGraph() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Path adapter =
        TinyAdapter.policy(checkpoint, LoraConfig.builder().rank(4).dropout(0.3).build(), 2);

    List<float[]> whole = gradients(checkpoint, adapter, FP32);
    List<float[]> again = gradients(checkpoint, adapter, FP32.withGradientCheckpointing(true));

    assertThat(again).hasSameSizeAs(whole);
    for (int w = 0; w < whole.size(); w++) {
      assertThat(again.get(w)).containsExactly(whole.get(w), within(ROUNDING));
    }
  }
}
