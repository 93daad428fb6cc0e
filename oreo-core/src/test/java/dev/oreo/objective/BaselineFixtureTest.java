package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.PreferencePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DPO and KTO against numbers that PyTorch's autograd gave for the same summed log-probabilities of
 * real networks, in float32. The fixtures are those of {@link OreoStepFixtureTest}.
 */
final class BaselineFixtureTest {
  /** float32 at the fixtures' side: sums of log-probs up to 100, times beta 0.1, through sigma. */
  private static final double FLOAT32 = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"qwen2", "llama-gqa-rope3"})
  void dpo_sumsOfARealNetwork_givePyTorchsLossAndGradients(String model) throws IOException {
    JsonObject expected = expected(model, "dpo");
    List<ScoredExample<PreferencePair>> pairs = new ArrayList<>();
    for (JsonObject row : rows(expected)) {
      pairs.add(Answers.pair(answer(row, "chosen_"), answer(row, "rejected_")));
    }

    ObjectiveResult result =
        Answers.evaluate(DpoObjective.builder().beta(number(expected, "beta")).build(), pairs);

    assertThat(result.policyLoss()).isCloseTo(number(expected, "loss"), within(FLOAT32));
    for (int i = 0; i < pairs.size(); i++) {
      JsonObject row = rows(expected).get(i);
      assertThat(result.diagnostics().samples("margin")[i])
          .isCloseTo(0.1 * number(row, "h"), within(FLOAT32));
      assertThat(Answers.gradient(result, 2 * i)[0])
          .isCloseTo(number(row, "g_logprob_chosen"), within(FLOAT32));
      assertThat(Answers.gradient(result, 2 * i + 1)[0])
          .isCloseTo(number(row, "g_logprob_rejected"), within(FLOAT32));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2", "llama-gqa-rope3"})
  void kto_sumsOfARealNetwork_givePyTorchsLossAndGradients(String model) throws IOException {
    JsonObject expected = expected(model, "kto");
    List<ScoredExample<KtoExample>> examples = new ArrayList<>();
    List<TrajectoryScores> mismatched = new ArrayList<>();
    for (JsonObject row : rows(expected)) {
      TrajectoryScores other = answer(row, "mismatched_");
      mismatched.add(other);
      examples.add(Answers.labelled(answer(row, ""), row.get("label").getAsBoolean(), other));
    }
    KtoWeights weights =
        new KtoWeights(
            number(expected, "desirable_weight"), number(expected, "undesirable_weight"));

    ObjectiveResult result =
        new KtoObjective(number(expected, "beta"), weights)
            .evaluate(examples, new BatchContext(Answers.context(examples).counts(), mismatched));

    assertThat(result.policyLoss()).isCloseTo(number(expected, "loss"), within(FLOAT32));
    assertThat(result.diagnostics().mean("z0"))
        .isCloseTo(number(expected, "z0"), within(10 * FLOAT32));
    for (int i = 0; i < examples.size(); i++) {
      assertThat(Answers.gradient(result, i)[0])
          .isCloseTo(number(rows(expected).get(i), "g_logprob"), within(FLOAT32));
    }
  }

  /** One token that stands for a whole answer: the losses read sums only. */
  private static TrajectoryScores answer(JsonObject row, String prefix) {
    return Answers.answer(
        new double[] {number(row, prefix + "logp")},
        new double[] {number(row, prefix + "reference_logp")});
  }

  private static JsonObject expected(String model, String name) throws IOException {
    Path file = OreoStepFixtureTest.fixtures().resolve(model).resolve(name + "/expected.json");
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static List<JsonObject> rows(JsonObject expected) {
    return expected.getAsJsonArray("rows").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static double number(JsonObject object, String key) {
    return object.get(key).getAsDouble();
  }
}
