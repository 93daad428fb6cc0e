package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.primitives.Ints;
import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.ValueSession;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Log-probabilities, values and greedy tokens against the numbers that transformers gave. */
final class HuggingFaceParityTest {
  /**
   * transformers in float32 differs from float64 by up to 1.7e-5; the smallest mistake costs
   * 2.6e-4.
   */
  private static final double LOG_PROB = 1e-4;

  /** Rows of hundreds of improbable tokens: float32 itself is off by 4.2e-5 there. */
  private static final double LONG_ROW_LOG_PROB = 5e-4;

  static Stream<Path> checkpoints() {
    return Stream.concat(
        SharedData.folders("fixtures/hf").stream()
            .filter(f -> !f.getFileName().toString().endsWith("-ref")),
        SharedData.folders("models/stories260K").stream());
  }

  @Test
  void checkpoints_dataFolderPresent_areFound() {
    SharedData.path("fixtures/hf");

    assertThat(checkpoints()).hasSizeGreaterThanOrEqualTo(15);
    assertThat(checkpointsWithValue()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(checkpointsWithReference()).hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("checkpoints")
  void score_fixtureRows_givesTransformersLogProbs(Path folder) throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
    List<Trajectory> rows = trajectories(checkpoint, folder);
    List<JsonObject> expected = SharedData.rows(folder.resolve("expected.jsonl"));
    double tolerance = folder.toString().contains("stories") ? LONG_ROW_LOG_PROB : LOG_PROB;

    try (DjlPolicy policy = checkpoint.loadPolicy(ModelOptions.cpu(Precision.FP32))) {
      Set<Score> wanted = Set.of(Score.LOG_PROB, Score.LOG_PARTITION);
      List<TrajectoryScores> scores = policy.score(rows, wanted);

      assertThat(scores).hasSameSizeAs(expected);
      for (int i = 0; i < scores.size(); i++) {
        assertTokens(rows.get(i), expected.get(i));
        assertRow(scores.get(i), Score.LOG_PROB, expected.get(i), "log_probs", tolerance);
        assertRow(scores.get(i), Score.LOG_PARTITION, expected.get(i), "logsumexp", tolerance);
      }
    }
  }

  static Stream<Path> checkpointsWithValue() {
    return checkpoints().filter(folder -> Files.exists(folder.resolve("value")));
  }

  static Stream<Path> checkpointsWithReference() {
    return checkpoints().filter(folder -> Files.exists(reference(folder)));
  }

  private static Path reference(Path folder) {
    return folder.resolveSibling(folder.getFileName() + "-ref");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("checkpointsWithReference")
  void forward_besideTheReference_givesTransformersDivergences(Path folder) throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
    List<Trajectory> rows = trajectories(checkpoint, folder);
    List<JsonObject> expected = SharedData.rows(folder.resolve("expected.jsonl"));
    Set<Score> wanted = Set.of(Score.REFERENCE_LOG_PROB, Score.REVERSE_KL, Score.FORWARD_KL);

    ModelOptions options = ModelOptions.cpu(Precision.FP32);
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(options);
        DjlPolicy other = HuggingFaceCheckpoint.open(reference(folder)).loadPolicy(options);
        ForwardPass pass = policy.forward(rows, wanted, other)) {
      for (int i = 0; i < rows.size(); i++) {
        TrajectoryScores row = pass.scores().get(i);
        assertRow(row, Score.REFERENCE_LOG_PROB, expected.get(i), "reference_log_probs", LOG_PROB);
        assertRow(row, Score.REVERSE_KL, expected.get(i), "exact_kl", LOG_PROB);
        assertRow(row, Score.FORWARD_KL, expected.get(i), "forward_kl", LOG_PROB);
      }
    }
  }

  /** Run with -Doreo.smollm2=DIR, the folder that the data's build.py makes. */
  @Test
  void smollm2_realWeights_givesTransformersLogProbsAndTokens() throws IOException {
    String property = System.getProperty("oreo.smollm2");
    assumeTrue(
        property != null,
        "needs -Doreo.smollm2=DIR, as the data's models/smollm2-135m/build.py makes it");
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(Path.of(property));
    Path folder = SharedData.path("fixtures/smollm2");
    List<Trajectory> rows = trajectories(checkpoint, folder);
    List<JsonObject> expected = SharedData.rows(folder.resolve("expected.jsonl"));
    List<JsonObject> greedy = SharedData.rows(folder.resolve("greedy.jsonl"));
    List<GenerationRequest> requests =
        greedy.stream()
            .map(row -> new GenerationRequest(SharedData.ints(row, "prompt_token_ids"), 64, 0))
            .toList();

    try (DjlPolicy policy = checkpoint.loadPolicy(ModelOptions.cpu(Precision.FP32))) {
      List<TrajectoryScores> scores = policy.score(rows, Set.of(Score.LOG_PROB));
      List<Generation> generations = policy.generate(requests, GenerationConfig.GREEDY);

      for (int i = 0; i < scores.size(); i++) {
        assertTokens(rows.get(i), expected.get(i));
        assertRow(scores.get(i), Score.LOG_PROB, expected.get(i), "log_probs", LOG_PROB);
      }
      for (int i = 0; i < generations.size(); i++) {
        assertThat(generations.get(i).tokenIds())
            .isEqualTo(SharedData.ints(greedy.get(i), "token_ids"));
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("checkpointsWithValue")
  void score_valueFolder_givesTransformersValues(Path folder) throws IOException {
    HuggingFaceCheckpoint policy = HuggingFaceCheckpoint.open(folder);
    List<Trajectory> rows = trajectories(policy, folder);
    List<JsonObject> expected = SharedData.rows(folder.resolve("expected.jsonl"));

    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder.resolve("value"));
    try (DjlValueFunction value = checkpoint.loadValueFunction(ModelOptions.cpu(Precision.FP32))) {
      List<TrajectoryScores> scores = value.score(rows);

      for (int i = 0; i < scores.size(); i++) {
        assertRow(scores.get(i), Score.VALUE, expected.get(i), "values", LOG_PROB);
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("checkpoints")
  void generate_greedy_givesTransformersTokens(Path folder) throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
    List<JsonObject> prompts = SharedData.rows(folder.resolve("prompts.jsonl"));
    List<JsonObject> expected = SharedData.rows(folder.resolve("greedy.jsonl"));
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      JsonObject prompt = prompts.get(i);
      int limit = prompt.has("max_new_tokens") ? prompt.get("max_new_tokens").getAsInt() : 40;
      requests.add(
          new GenerationRequest(SharedData.ints(expected.get(i), "prompt_token_ids"), limit, i));
    }

    try (DjlPolicy policy = checkpoint.loadPolicy(ModelOptions.cpu(Precision.FP32))) {
      assertGreedy(policy, requests, expected);
      for (int i = 0; i < requests.size(); i++) {
        assertGreedy(policy, List.of(requests.get(i)), List.of(expected.get(i)));
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("checkpoints")
  void generate_greedyInTurns_givesTransformersTokens(Path folder) throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
    List<JsonObject> expected = SharedData.rows(folder.resolve("greedy.jsonl"));

    try (DjlPolicy policy = checkpoint.loadPolicy(ModelOptions.cpu(Precision.FP32));
        GenerationSession session = policy.openGenerationSession()) {
      for (int turn = 0; turn < 4; turn++) {
        List<GenerationRequest> requests = new ArrayList<>();
        List<int[]> continuations = new ArrayList<>();
        for (JsonObject row : expected) {
          int[] prompt = SharedData.ints(row, "prompt_token_ids");
          int[] tokens = SharedData.ints(row, "token_ids");
          int from = turn * tokens.length / 4;
          int to = (turn + 1) * tokens.length / 4;
          if (from < to) {
            int[] known = Ints.concat(prompt, Arrays.copyOf(tokens, from));
            requests.add(new GenerationRequest(known, to - from, 0));
            continuations.add(Arrays.copyOfRange(tokens, from, to));
          }
        }
        List<Generation> drawn = session.generate(requests, GenerationConfig.GREEDY);
        for (int i = 0; i < drawn.size(); i++) {
          assertThat(drawn.get(i).tokenIds()).isEqualTo(continuations.get(i));
        }
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("checkpointsWithValue")
  void values_valueFolderInTurns_areThoseOfTheValueFunction(Path folder) throws IOException {
    HuggingFaceCheckpoint policy = HuggingFaceCheckpoint.open(folder);
    List<Trajectory> rows = trajectories(policy, folder);

    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder.resolve("value"));
    try (DjlValueFunction value = checkpoint.loadValueFunction(ModelOptions.cpu(Precision.FP32));
        ValueSession session = value.openValueSession()) {
      for (int turn = 1; turn <= 3; turn++) {
        List<int[]> states = new ArrayList<>();
        for (Trajectory row : rows) {
          states.add(Arrays.copyOf(row.tokenIds(), Math.max(1, turn * row.length() / 3)));
        }
        assertThat(session.values(states)).containsExactly(value.values(states), within(LOG_PROB));
      }
    }
  }

  private static void assertGreedy(
      TextGenerator policy, List<GenerationRequest> requests, List<JsonObject> expected) {
    List<Generation> generations = policy.generate(requests, GenerationConfig.GREEDY);
    for (int i = 0; i < requests.size(); i++) {
      JsonObject row = expected.get(i);
      assertThat(generations.get(i).tokenIds())
          .as("row %s", row.get("row"))
          .isEqualTo(SharedData.ints(row, "token_ids"));
      assertThat(generations.get(i).text()).isEqualTo(row.get("text").getAsString());
      assertThat(generations.get(i).finishReason().name())
          .isEqualToIgnoringCase(row.get("finish").getAsString());
    }
  }

  private static List<Trajectory> trajectories(HuggingFaceCheckpoint checkpoint, Path folder)
      throws IOException {
    return TrajectoryReader.read(
            folder.resolve("data.jsonl"),
            checkpoint.tokenizer(),
            TrajectoryReaderOptions.DEFAULT.withAllowEmptyResponse(true))
        .trajectories();
  }

  private static void assertTokens(Trajectory row, JsonObject expected) {
    int[] prompt = SharedData.ints(expected, "prompt_token_ids");
    int[] response = SharedData.ints(expected, "token_ids");
    int[] all = Arrays.copyOf(prompt, prompt.length + response.length);
    System.arraycopy(response, 0, all, prompt.length, response.length);
    assertThat(row.tokenIds()).isEqualTo(all);
    assertThat(row.steps().get(0).start()).isEqualTo(prompt.length);
  }

  private static void assertRow(
      TrajectoryScores scores, Score score, JsonObject expected, String key, double tolerance) {
    double[] all = scores.get(score);
    double[] numbers = SharedData.doubles(expected.getAsJsonArray(key));
    double[] response = Arrays.copyOfRange(all, all.length - numbers.length, all.length);
    assertThat(response)
        .as("%s of row %s", key, expected.get("row"))
        .containsExactly(numbers, within(tolerance));
  }
}
