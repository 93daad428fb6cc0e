package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.djl.internal.model.Weight;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Optimizer;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every architecture from random weights by an update to a saved folder and back. */
final class FamilyLifecycleTest {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);

  /** Eight bits of mantissa over two layers, on log-probabilities of about -3. */
  private static final double BF16 = 0.2;

  private static final Trajectory ROW =
      Trajectory.of("row", new int[] {1, 2, 3, 4, 5}, List.of(new Step(2, 5, 1)));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"llama, 1", "mistral, 1", "qwen2, 1", "qwen3, 1", "gemma, 0", "minicpm, 1"})
  void initialize_norms_changeNothing(String type, float expected) throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, type, true, 1);

    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(FP32)) {
      List<Weight> norms =
          policy.model().weights().stream()
              .filter(weight -> weight.parts().get(0).name().endsWith("norm.weight"))
              .toList();
      assertThat(norms).hasSize(type.equals("qwen3") ? 9 : 5);
      for (Weight norm : norms) {
        assertThat(norm.array().toFloatArray()).containsOnly(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3", "gemma", "minicpm"})
  void save_afterAnUpdate_givesTheSameNumbersWhenReopened(String type) throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, type, false, 1);
    double[] before;
    double[] logProbs;
    double[] values;
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(FP32);
        DjlTrainableValueFunction value = checkpoint.newValueFunction(FP32)) {
      before = policy.score(List.of(ROW), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);
      try (Optimizer own = policy.newOptimizer(AdamWConfig.DEFAULT);
          Optimizer critic = value.newOptimizer(AdamWConfig.DEFAULT)) {
        push(policy.forward(List.of(ROW), Set.of(Score.LOG_PROB)), Score.LOG_PROB);
        push(value.forward(List.of(ROW)), Score.VALUE);
        own.step(1e-2);
        critic.step(1e-2);
      }
      logProbs = policy.score(List.of(ROW), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);
      values = value.score(List.of(ROW)).get(0).get(Score.VALUE);
      policy.save(folder.resolve("policy"));
      value.save(folder.resolve("value"));
    }

    assertThat(logProbs).isNotEqualTo(before);
    assertThat(values[2]).isNotZero();
    try (DjlPolicy policy = HuggingFaceCheckpoint.open(folder.resolve("policy")).loadPolicy(FP32);
        DjlValueFunction value =
            HuggingFaceCheckpoint.open(folder.resolve("value")).loadValueFunction(FP32)) {
      assertThat(policy.score(List.of(ROW), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB))
          .isEqualTo(logProbs);
      assertThat(value.score(List.of(ROW)).get(0).get(Score.VALUE)).isEqualTo(values);
    }
  }

  private static void push(ForwardPass pass, Score score) {
    try (pass) {
      pass.backward(
          List.of(new TrajectoryGradients(ROW, Map.of(score, new double[] {0, -1, -1, -1}))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "qwen3", "gemma", "minicpm"})
  void score_bf16_isCloseToFp32(String type) throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, type, true, 1);

    try (DjlPolicy exact = checkpoint.loadPolicy(FP32);
        DjlPolicy rounded = checkpoint.loadPolicy(ModelOptions.cpu(Precision.BF16))) {
      double[] expected =
          exact.score(List.of(ROW), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);
      double[] actual =
          rounded.score(List.of(ROW), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);

      assertThat(actual).isNotEqualTo(expected).containsExactly(expected, within(BF16));
    }
  }

  @Test
  void score_scaleOfLogits_isNotOneOfValues() throws IOException {
    HuggingFaceCheckpoint language = TinyCheckpoint.create(folder, "minicpm", true, 1);
    HuggingFaceCheckpoint value = TinyCheckpoint.createValue(folder, "minicpm", 1);
    HuggingFaceCheckpoint wideLanguage = withBaseWidth(language);
    HuggingFaceCheckpoint wideValue = withBaseWidth(value);

    try (DjlPolicy narrow = language.loadPolicy(FP32);
        DjlPolicy wide = wideLanguage.loadPolicy(FP32)) {
      assertThat(narrow.score(List.of(ROW), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB))
          .isNotEqualTo(
              wide.score(List.of(ROW), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB));
    }
    try (DjlValueFunction narrow = value.loadValueFunction(FP32);
        DjlValueFunction wide = wideValue.loadValueFunction(FP32)) {
      assertThat(narrow.score(List.of(ROW)).get(0).get(Score.VALUE))
          .isEqualTo(wide.score(List.of(ROW)).get(0).get(Score.VALUE));
    }
  }

  /** The same checkpoint, opened anew with other logits: dim_model_base 8 in place of 1. */
  private static HuggingFaceCheckpoint withBaseWidth(HuggingFaceCheckpoint checkpoint)
      throws IOException {
    Path copy = Files.createDirectory(checkpoint.directory().resolveSibling("wide"));
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.copy(checkpoint.directory().resolve(file), copy.resolve(file));
    }
    String config = Files.readString(copy.resolve("config.json"));
    Files.writeString(
        copy.resolve("config.json"), config.replaceFirst("\\{", "{\"dim_model_base\": 8,"));
    return HuggingFaceCheckpoint.open(copy);
  }

  @Test
  void save_familyWithoutCodeInTransformers_copiesItsCode() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "minicpm", true, 1);
    Files.writeString(checkpoint.directory().resolve("modeling_minicpm.py"), "code");

    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(FP32)) {
      policy.save(folder.resolve("policy"));
    }

    assertThat(folder.resolve("policy/modeling_minicpm.py")).hasContent("code");
  }
}
