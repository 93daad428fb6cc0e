package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Ints;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.GenerationSession;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture and rope type against transformers' log-probabilities, autograd's gradients
 * and greedy tokens; {@code make_fixtures.py} beside the numbers made them.
 */
final class FamilyParityTest {
  /** float32 on both sides; log-probabilities down to -20. */
  private static final double LOG_PROB = 2e-5;

  /** Rows alone and beside others: the order of sums within a product differs. */
  private static final double ROUNDING = 1e-5;

  private static final int CASES = 10;
  private static final String DYNAMIC = "llama-dynamic";
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);

  @TempDir private Path temporary;

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> entries = Files.list(resources())) {
      return entries.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  /** transformers' cache mixes keys of different frequencies where the rope type is dynamic. */
  static Stream<Path> casesWithCache() throws IOException {
    return cases().filter(folder -> !folder.endsWith(DYNAMIC));
  }

  private static Path resources() {
    URL url = Objects.requireNonNull(FamilyParityTest.class.getResource("families"));
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void cases_areAllFound() throws IOException {
    assertThat(cases()).hasSize(CASES);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void score_rowsOfDifferentLengths_givesTransformersLogProbs(Path folder) throws IOException {
    List<JsonObject> rows = rows(folder);
    try (DjlPolicy policy = open(folder).loadPolicy(FP32)) {
      List<TrajectoryScores> scores = policy.score(trajectories(rows), Set.of(Score.LOG_PROB));

      for (int i = 0; i < rows.size(); i++) {
        double[] expected = SharedData.doubles(rows.get(i).getAsJsonArray("log_probs"));
        assertThat(response(scores.get(i))).containsExactly(expected, within(LOG_PROB));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backward_rowsOfDifferentLengths_givesAutogradsGradients(Path folder) throws IOException {
    List<JsonObject> rows = rows(folder);
    List<Trajectory> trajectories = trajectories(rows);
    try (DjlTrainablePolicy policy = open(folder).loadTrainablePolicy(FP32);
        ForwardPass pass = policy.forward(trajectories, Set.of(Score.LOG_PROB))) {
      List<TrajectoryGradients> gradients = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        double[] response = SharedData.doubles(rows.get(i).getAsJsonArray("coefficients"));
        double[] all = new double[trajectories.get(i).positions()];
        System.arraycopy(response, 0, all, all.length - response.length, response.length);
        gradients.add(new TrajectoryGradients(trajectories.get(i), Map.of(Score.LOG_PROB, all)));
      }
      pass.backward(gradients);

      OreoStepParityTest.assertGradients(
          OreoStepParityTest.gradients(policy.model().weights()),
          folder.resolve("gradients.safetensors"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void score_aRowAlone_isAsBesideOthers(Path folder) throws IOException {
    List<Trajectory> trajectories = trajectories(rows(folder));
    try (DjlPolicy policy = open(folder).loadPolicy(FP32)) {
      List<TrajectoryScores> together = policy.score(trajectories, Set.of(Score.LOG_PROB));

      for (int i = 0; i < trajectories.size(); i++) {
        double[] alone =
            policy
                .score(List.of(trajectories.get(i)), Set.of(Score.LOG_PROB))
                .get(0)
                .get(Score.LOG_PROB);
        assertThat(together.get(i).get(Score.LOG_PROB)).containsExactly(alone, within(ROUNDING));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("casesWithCache")
  void generate_greedyTogetherAloneAndInTurns_givesTransformersTokens(Path folder)
      throws IOException {
    JsonObject expected = SharedData.json(folder.resolve("expected.json"));
    List<JsonElement> greedy = expected.getAsJsonArray("greedy").asList();
    try (DjlPolicy policy = open(folder).loadPolicy(FP32)) {
      for (int turns = 1; turns <= 4; turns++) {
        try (GenerationSession session = policy.openGenerationSession()) {
          for (int turn = 0; turn < turns; turn++) {
            assertTurn(session, greedy, turn, turns);
          }
        }
      }
      for (JsonElement row : greedy) {
        try (GenerationSession session = policy.openGenerationSession()) {
          assertTurn(session, List.of(row), 0, 1);
        }
      }
    }
  }

  private static void assertTurn(
      GenerationSession session, List<JsonElement> greedy, int turn, int turns) {
    List<GenerationRequest> requests = new ArrayList<>();
    List<int[]> continuations = new ArrayList<>();
    for (JsonElement row : greedy) {
      int[] prompt = SharedData.ints(row.getAsJsonObject(), "prompt_token_ids");
      int[] tokens = SharedData.ints(row.getAsJsonObject(), "token_ids");
      int from = turn * tokens.length / turns;
      int to = (turn + 1) * tokens.length / turns;
      if (from < to) {
        int[] known = Ints.concat(prompt, Arrays.copyOf(tokens, from));
        requests.add(new GenerationRequest(known, to - from, 0));
        continuations.add(Arrays.copyOfRange(tokens, from, to));
      }
    }
    List<Generation> drawn = session.generate(requests, GenerationConfig.GREEDY);
    assertThat(drawn.stream().map(Generation::tokenIds).toList())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(continuations);
  }

  @Test
  void generate_beyondThePositionsOfDynamicRope_isRefused() throws IOException {
    try (DjlPolicy policy = open(resources().resolve(DYNAMIC)).loadPolicy(FP32)) {
      GenerationRequest fits = new GenerationRequest(new int[] {1, 2}, 9, 0);
      GenerationRequest grows = new GenerationRequest(new int[] {1, 2}, 10, 0);

      assertThat(policy.generate(List.of(fits), GenerationConfig.GREEDY)).hasSize(1);
      assertThatThrownBy(() -> policy.generate(List.of(grows), GenerationConfig.GREEDY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("10 positions where rope_type is dynamic")
          .hasMessageContaining("got 11 tokens");
    }
  }

  private HuggingFaceCheckpoint open(Path folder) throws IOException {
    Path checkpoint = Files.createDirectory(temporary.resolve(folder.getFileName().toString()));
    JsonObject expected = SharedData.json(folder.resolve("expected.json"));
    Path weights =
        expected.has("weights")
            ? folder.resolveSibling(expected.get("weights").getAsString())
            : folder;
    Files.copy(folder.resolve("config.json"), checkpoint.resolve("config.json"));
    Files.copy(weights.resolve("model.safetensors"), checkpoint.resolve("model.safetensors"));
    TinyCheckpoint.writeTokenizer(checkpoint);
    return HuggingFaceCheckpoint.open(checkpoint);
  }

  private static List<JsonObject> rows(Path folder) throws IOException {
    return SharedData.json(folder.resolve("expected.json")).getAsJsonArray("rows").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static List<Trajectory> trajectories(List<JsonObject> rows) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (JsonObject row : rows) {
      int[] ids = SharedData.ints(row, "token_ids");
      Step step = new Step(row.get("start").getAsInt(), ids.length, 0);
      trajectories.add(Trajectory.of("row " + trajectories.size(), ids, List.of(step)));
    }
    return trajectories;
  }

  private static double[] response(TrajectoryScores scores) {
    int start = scores.trajectory().steps().get(0).firstPosition();
    double[] all = scores.get(Score.LOG_PROB);
    return Arrays.copyOfRange(all, start, all.length);
  }
}
