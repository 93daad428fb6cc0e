package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import dev.oreo.objective.Score;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters that PEFT saved, against the log-probabilities that it gave with them. */
final class PeftParityTest {
  /** float32 differs from float64 by up to 1.7e-5; adapted and merged differ by 1e-5 in PEFT. */
  private static final double LOG_PROB = 1e-4;

  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);

  @TempDir private Path folder;

  static Stream<Path> adapters() {
    return SharedData.folders("fixtures/peft").stream();
  }

  @Test
  void adapters_dataFolderPresent_areFound() {
    SharedData.path("fixtures/peft");

    assertThat(adapters()).hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("adapters")
  void score_adapterOfPeft_givesItsLogProbs(Path adapter) throws IOException {
    List<JsonObject> expected = SharedData.rows(adapter.resolve("expected.jsonl"));

    try (DjlBaseModel base = base(adapter).loadBase(FP32);
        DjlPolicy policy = base.loadAdapterPolicy(adapter)) {
      assertLogProbs(policy, expected, "log_probs");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("adapters")
  void saveMerged_adapterOfPeft_givesItsMergedLogProbs(Path adapter) throws IOException {
    List<JsonObject> expected = SharedData.rows(adapter.resolve("expected.jsonl"));
    Path merged = folder.resolve("merged");
    try (DjlBaseModel base = base(adapter).loadBase(FP32);
        DjlTrainablePolicy policy = base.loadTrainableAdapterPolicy(adapter, 0)) {
      policy.saveMerged(merged, Precision.FP32);
    }

    try (DjlPolicy policy = HuggingFaceCheckpoint.open(merged).loadPolicy(FP32)) {
      assertLogProbs(policy, expected, "merged_log_probs");
    }
  }

  private static HuggingFaceCheckpoint base(Path adapter) throws IOException {
    JsonObject about = SharedData.json(adapter.resolve("expected.json"));
    return HuggingFaceCheckpoint.open(
        SharedData.path("fixtures").resolve(about.get("base").getAsString()));
  }

  private static void assertLogProbs(DjlPolicy policy, List<JsonObject> expected, String key) {
    List<Trajectory> rows = new ArrayList<>();
    for (JsonObject row : expected) {
      int[] prompt = SharedData.ints(row, "prompt_token_ids");
      int[] response = SharedData.ints(row, "token_ids");
      int[] all = Arrays.copyOf(prompt, prompt.length + response.length);
      System.arraycopy(response, 0, all, prompt.length, response.length);
      rows.add(Trajectory.of("row", all, List.of(new Step(prompt.length, all.length, 0))));
    }
    for (int i = 0; i < rows.size(); i++) {
      double[] scores =
          policy.score(List.of(rows.get(i)), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);
      double[] numbers = SharedData.doubles(expected.get(i).getAsJsonArray(key));
      assertThat(Arrays.copyOfRange(scores, scores.length - numbers.length, scores.length))
          .as("%s of row %d", key, i)
          .containsExactly(numbers, within(LOG_PROB));
    }
  }
}
