package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.SharedData;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The objectives against numbers that PyTorch's autograd gave for the same scores, in float32.
 *
 * <p>The fixtures lie in the folder {@code data} beside the repository, or where the system
 * property {@code oreo.data} says.
 */
final class OreoStepFixtureTest {
  private static final Gson GSON = new Gson();

  /**
   * float32 at the fixtures' side: residuals of order 1 after some 20 additions of log-ratios up to
   * 10 (weighed by beta 0.03), and losses that are means of their squares.
   */
  private static final double FLOAT32 = 1e-6;

  /** The gradient by log-probs is the residual times at most 2 beta / 3 = 0.02. */
  private static final double FLOAT32_TIMES_BETA = 0.02 * FLOAT32;

  /** Exact numbers of order 0.01 printed with nine digits. */
  private static final double NINE_DIGITS = 1e-11;

  @ParameterizedTest
  @CsvSource({
    "qwen2, token",
    "qwen2, step",
    "qwen2, response",
    "qwen2, token-multiturn",
    "qwen2, step-multiturn",
    "qwen2, token-batch8",
    "llama-gqa-rope3, token",
    "llama-gqa-rope3, step",
    "llama-gqa-rope3, response",
    "llama-gqa-rope3, token-batch8"
  })
  void softBellman_scoresOfARealNetwork_givePyTorchsLossesAndGradients(String model, String name)
      throws IOException {
    Path folder = fixtures().resolve(model);
    JsonObject expected = json(Files.readString(folder.resolve(name).resolve("expected.json")));
    List<JsonObject> expectedRows = objects(expected.getAsJsonArray("rows"));
    List<TrajectoryScores> batch =
        batch(folder.resolve(expected.get("batch").getAsString()), expectedRows);
    Granularity granularity =
        Granularity.valueOf(expected.get("level").getAsString().toUpperCase(Locale.ROOT));
    SoftBellmanObjective objective = SoftBellmanObjective.builder(granularity).build();

    ObjectiveResult result = Examples.evaluate(objective, batch, counts(batch));

    assertThat(objective.beta()).isEqualTo(expected.get("beta").getAsDouble());
    assertThat(objective.klCoefficient()).isEqualTo(expected.get("alpha").getAsDouble());
    assertClose(result.policyLoss(), expected, "total_policy_loss");
    assertClose(result.valueLoss(), expected, "value_loss");
    assertClose(result.diagnostics().mean("policyLoss/bellman"), expected, "policy_loss");
    assertClose(result.diagnostics().mean("kl"), expected, "kl");
    for (int b = 0; b < batch.size(); b++) {
      assertRow(batch.get(b), result.gradients().get(b), objective, expectedRows.get(b));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2", "llama-gqa-rope3"})
  void sft_scoresOfARealNetwork_givePyTorchsLoss(String model) throws IOException {
    Path folder = fixtures().resolve(model);
    JsonObject scored = json(Files.readString(folder.resolve("token/expected.json")));
    List<TrajectoryScores> batch =
        batch(folder.resolve("batch.jsonl"), objects(scored.getAsJsonArray("rows")));
    JsonObject expected = json(Files.readString(folder.resolve("sft/expected.json")));

    ObjectiveResult result = Examples.evaluate(new SftObjective(), batch, counts(batch));

    assertClose(result.policyLoss(), expected, "loss");
    assertThat(counts(batch).actionTokens()).isEqualTo(expected.get("tokens").getAsLong());
  }

  private static void assertRow(
      TrajectoryScores scores,
      TrajectoryGradients gradients,
      SoftBellmanObjective objective,
      JsonObject row) {
    Trajectory trajectory = scores.trajectory();
    boolean[] actions = trajectory.actionMask();
    Granularity valueStates =
        objective.granularity() == Granularity.STEP ? Granularity.STEP : Granularity.TOKEN;
    assertThat(bits(actions)).containsExactly(padded(row, "action_mask", trajectory));
    assertThat(bits(trajectory.stateMask(valueStates)))
        .containsExactly(padded(row, "state_mask", trajectory));

    BellmanResiduals residuals = BellmanResiduals.of(scores, objective.beta());
    double[] delta = padded(row, "delta", trajectory);
    for (int p = 0; p < actions.length; p++) {
      if (actions[p]) {
        assertThat(residuals.at(p)).isCloseTo(delta[p], within(FLOAT32));
      }
    }
    assertThat(gradients.get(Score.LOG_PROB).orElseThrow())
        .containsExactly(padded(row, "g_logprob", trajectory), within(FLOAT32_TIMES_BETA));
    assertThat(gradients.get(Score.VALUE).orElseThrow())
        .containsExactly(padded(row, "g_value", trajectory), within(FLOAT32));
    assertThat(gradients.get(Score.REVERSE_KL).orElseThrow())
        .containsExactly(padded(row, "kl_weight", trajectory), within(NINE_DIGITS));
  }

  private static void assertClose(double actual, JsonObject expected, String key) {
    double value = expected.get(key).getAsDouble();
    assertThat(actual).as(key).isCloseTo(value, within(FLOAT32 * Math.max(1, value)));
  }

  private static List<TrajectoryScores> batch(Path rows, List<JsonObject> scores)
      throws IOException {
    List<TrajectoryScores> batch = new ArrayList<>();
    List<String> lines = Files.readAllLines(rows);
    assertThat(lines).hasSameSizeAs(scores);
    for (int b = 0; b < lines.size(); b++) {
      Trajectory trajectory = trajectory(rows.getFileName() + ":" + (b + 1), json(lines.get(b)));
      JsonObject row = scores.get(b);
      batch.add(
          new TrajectoryScores(
              trajectory,
              Map.of(
                  Score.LOG_PROB, padded(row, "log_probs", trajectory),
                  Score.REFERENCE_LOG_PROB, padded(row, "reference_log_probs", trajectory),
                  Score.VALUE, padded(row, "values", trajectory),
                  Score.REVERSE_KL, padded(row, "kl", trajectory))));
    }
    return batch;
  }

  private static Trajectory trajectory(String id, JsonObject row) {
    int[] prompt = GSON.fromJson(row.get("prompt_token_ids"), int[].class);
    int[] response = GSON.fromJson(row.get("response_token_ids"), int[].class);
    int[] tokenIds = Arrays.copyOf(prompt, prompt.length + response.length);
    System.arraycopy(response, 0, tokenIds, prompt.length, response.length);
    int[][] spans = GSON.fromJson(row.get("steps"), int[][].class);
    List<Step> steps = new ArrayList<>();
    for (int k = 0; k < spans.length; k++) {
      double reward = k == spans.length - 1 ? row.get("reward").getAsDouble() : 0;
      steps.add(new Step(prompt.length + spans[k][0], prompt.length + spans[k][1], reward));
    }
    return Trajectory.of(id, tokenIds, steps);
  }

  /** The fixtures' arrays begin at the position that chooses the first response token. */
  private static double[] padded(JsonObject row, String key, Trajectory trajectory) {
    double[] values = GSON.fromJson(row.get(key), double[].class);
    double[] padded = new double[trajectory.positions()];
    System.arraycopy(values, 0, padded, padded.length - values.length, values.length);
    return padded;
  }

  private static double[] bits(boolean[] mask) {
    double[] bits = new double[mask.length];
    Arrays.setAll(bits, p -> mask[p] ? 1 : 0);
    return bits;
  }

  private static BatchCounts counts(List<TrajectoryScores> batch) {
    return BatchCounts.of(batch.stream().map(TrajectoryScores::trajectory).toList());
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  /** Skips the calling test if the fixtures are absent. */
  static Path fixtures() {
    return SharedData.path("fixtures/oreo_step");
  }
}
