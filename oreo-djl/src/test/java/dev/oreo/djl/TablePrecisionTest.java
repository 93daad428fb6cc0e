package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Ints;
import dev.oreo.djl.internal.model.Weight;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
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

/**
 * A vocabulary's tables kept in bfloat16, against the same numbers in float32; large enough that
 * the head is converted in two blocks.
 */
final class TablePrecisionTest {
  private static final int VOCABULARY = 70_000;
  private static final ModelOptions BF16 = ModelOptions.cpu(Precision.BF16);

  /** The same products, summed in another order. */
  private static final double ROUNDING = 1e-4;

  private static final String CONFIG =
      """
      {"model_type": "qwen2", "vocab_size": %d, "hidden_size": 16, "intermediate_size": 24,
       "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "rms_norm_eps": 1e-5,
       "rope_theta": 1000.0, "hidden_act": "silu", "max_position_embeddings": 64, "initializer_range": 0.4,
       "tie_word_embeddings": false, "eos_token_id": 11}
      """;

  private static final List<Trajectory> ROWS =
      List.of(
          Trajectory.of("row", new int[] {3, 69_000, 1, 66_000, 9}, List.of(new Step(2, 5, 1))));

  @TempDir private Path folder;

  /** What a network gives: scores, gradients by tensor, tokens. */
  private record Outcome(TrajectoryScores scores, List<float[]> gradients, List<Integer> tokens) {}

  @Test
  void adapters_tablesInBfloat16_giveWhatFloat32Gives() throws IOException {
    Path tokenizer = TinyCheckpoint.create(folder, "qwen2", true, 1).directory();
    HuggingFaceCheckpoint random =
        HuggingFaceCheckpoint.initialize(
            folder.resolve("random"), CONFIG.formatted(VOCABULARY), tokenizer, 1);
    try (DjlTrainablePolicy policy = random.loadTrainablePolicy(ModelOptions.cpu(Precision.FP32))) {
      policy.saveMerged(folder.resolve("bf16"), Precision.BF16);
    }
    HuggingFaceCheckpoint narrow = HuggingFaceCheckpoint.open(folder.resolve("bf16"));
    try (DjlTrainablePolicy policy = narrow.loadTrainablePolicy(ModelOptions.cpu(Precision.FP32))) {
      policy.save(folder.resolve("fp32"));
    }
    HuggingFaceCheckpoint wide = HuggingFaceCheckpoint.open(folder.resolve("fp32"));

    Outcome expected = outcome(wide);
    Outcome actual = outcome(narrow);

    for (Score score : List.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.REVERSE_KL)) {
      assertThat(actual.scores().get(score))
          .containsExactly(expected.scores().get(score), within(ROUNDING));
    }
    for (int w = 0; w < expected.gradients().size(); w++) {
      assertThat(actual.gradients().get(w))
          .containsExactly(expected.gradients().get(w), within((float) ROUNDING));
    }
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
  }

  private static Outcome outcome(HuggingFaceCheckpoint checkpoint) throws IOException {
    try (DjlBaseModel base = checkpoint.loadBase(BF16);
        DjlPolicy reference = base.policy();
        DjlTrainablePolicy policy = base.newAdapterPolicy(LoraConfig.DEFAULT, 1)) {
      long bytes = 2L * VOCABULARY * 16;
      boolean narrow = checkpoint.mappablePrecision().orElseThrow() == Precision.BF16;
      assertThat(base.copiedBytes())
          .isBetween(bytes * (narrow ? 2 : 4), bytes * (narrow ? 2 : 4) + 100_000);
      GenerationRequest request = new GenerationRequest(new int[] {1, 2}, 8, 1);
      List<Generation> drawn = policy.generate(List.of(request), GenerationConfig.GREEDY);
      Set<Score> scores = Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.REVERSE_KL);
      try (ForwardPass pass = policy.forward(ROWS, scores, reference)) {
        TrajectoryScores own = pass.scores().get(0);
        double[] gradients = {0, 1, -2, 0.5};
        pass.backward(
            List.of(
                new TrajectoryGradients(
                    ROWS.get(0), Map.of(Score.LOG_PROB, gradients, Score.REVERSE_KL, gradients))));
        return new Outcome(
            own, gradients(policy.model().weights()), Ints.asList(drawn.get(0).tokenIds()));
      }
    }
  }

  private static List<float[]> gradients(List<Weight> weights) {
    List<float[]> gradients = new ArrayList<>();
    for (Weight weight : weights) {
      try (NDManager scope = weight.array().getManager().newSubManager()) {
        gradients.add(weight.gradient(scope).toFloatArray());
      }
    }
    return gradients;
  }
}
