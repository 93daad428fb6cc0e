package dev.oreo.objective;

import static dev.oreo.objective.TrlCases.number;
import static dev.oreo.objective.TrlCases.numbers;
import static dev.oreo.objective.TrlCases.objects;
import static dev.oreo.objective.TrlCases.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.PreferencePair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses and gradients against those of TRL's own code, in float64; how they were made stands
 * beside the fixtures.
 */
final class TrlFixtureTest {
  /** Both sides compute in double; sums of some ten numbers below 10, squares up to 100. */
  private static final double EXACT = 1e-12;

  static Stream<Named<JsonObject>> dpo() {
    return TrlCases.of("dpo.json");
  }

  static Stream<Named<JsonObject>> kto() {
    return TrlCases.of("kto.json");
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
    String type = text(expected, "loss_type");
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
}
