package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.PreferencePair;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses and gradients against those of TRL's own code, in float64; how they were made stands
 * beside the fixtures.
 */
final class TrlFixtureTest {
  private static final Gson GSON = new Gson();

  /** Both sides compute in double; sums of some ten numbers below 10, squares up to 100. */
  private static final double EXACT = 1e-10;

  static Stream<Named<JsonObject>> dpo() {
    return cases("dpo.json");
  }

  static Stream<Named<JsonObject>> kto() {
    return cases("kto.json");
  }

  @ParameterizedTest
  @MethodSource("dpo")
  void pairs_randomLogProbs_giveTrlsLossesAndGradients(JsonObject expected) {
    List<ScoredExample<PreferencePair>> pairs = new ArrayList<>();
    for (JsonObject pair : objects(expected, "pairs")) {
      pairs.add(
          Answers.pair(
              answer(pair.getAsJsonObject("chosen")), answer(pair.getAsJsonObject("rejected"))));
    }
    Objective<PreferencePair> objective = objective(expected);

    ObjectiveResult result = Answers.evaluate(objective, pairs);

    assertThat(result.policyLoss()).isCloseTo(number(expected, "loss"), within(EXACT));
    List<JsonObject> expectedPairs = objects(expected, "expected");
    for (int i = 0; i < pairs.size(); i++) {
      JsonObject of = expectedPairs.get(i);
      assertThat(Answers.evaluate(objective, List.of(pairs.get(i))).policyLoss())
          .isCloseTo(number(of, "loss"), within(EXACT));
      assertThat(Answers.gradient(result, 2 * i))
          .containsExactly(numbers(of.get("chosen_gradient")), within(EXACT));
      assertThat(Answers.gradient(result, 2 * i + 1))
          .containsExactly(numbers(of.get("rejected_gradient")), within(EXACT));
    }
  }

  @ParameterizedTest
  @MethodSource("kto")
  void kto_randomLogProbs_giveTrlsLossAndGradients(JsonObject expected) {
    List<ScoredExample<KtoExample>> examples = new ArrayList<>();
    List<TrajectoryScores> mismatched = new ArrayList<>();
    for (JsonObject example : objects(expected, "examples")) {
      TrajectoryScores other =
          Answers.answer(
              numbers(example.get("mismatched_log_probs")),
              numbers(example.get("mismatched_reference_log_probs")));
      mismatched.add(other);
      boolean desirable = example.get("desirable").getAsBoolean();
      examples.add(Answers.labelled(answer(example), desirable, other));
    }
    KtoObjective objective =
        new KtoObjective(
            number(expected, "beta"),
            new KtoWeights(
                number(expected, "desirable_weight"), number(expected, "undesirable_weight")));

    ObjectiveResult result =
        objective.evaluate(
            examples, new BatchContext(Answers.context(examples).counts(), mismatched));

    assertThat(result.policyLoss()).isCloseTo(number(expected, "loss"), within(EXACT));
    assertThat(result.diagnostics().mean("z0")).isCloseTo(number(expected, "z0"), within(EXACT));
    for (int i = 0; i < examples.size(); i++) {
      assertThat(Answers.gradient(result, i))
          .containsExactly(numbers(expected.getAsJsonArray("gradients").get(i)), within(EXACT));
    }
  }

  private static Objective<PreferencePair> objective(JsonObject expected) {
    double beta = number(expected, "beta");
    double labelSmoothing = number(expected, "label_smoothing");
    String type = expected.get("loss_type").getAsString();
    return switch (type) {
      case "ipo" -> IpoObjective.lengthNormalized(beta);
      case "sigmoid", "robust" ->
          DpoObjective.builder()
              .beta(beta)
              .labelSmoothing(labelSmoothing)
              .robust(type.equals("robust"))
              .build();
      default -> throw new AssertionError("no objective for loss type " + type);
    };
  }

  private static TrajectoryScores answer(JsonObject of) {
    return Answers.answer(numbers(of.get("log_probs")), numbers(of.get("reference_log_probs")));
  }

  private static double number(JsonObject object, String key) {
    return object.get(key).getAsDouble();
  }

  private static double[] numbers(JsonElement array) {
    return GSON.fromJson(array, double[].class);
  }

  private static List<JsonObject> objects(JsonObject object, String key) {
    return object.getAsJsonArray(key).asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static Stream<Named<JsonObject>> cases(String file) {
    try (InputStream stream =
            Objects.requireNonNull(TrlFixtureTest.class.getResourceAsStream("trl/" + file), file);
        Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      return objects(JsonParser.parseReader(reader).getAsJsonObject(), "cases").stream()
          .map(c -> Named.of(c.get("name").getAsString(), c));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
