package dev.oreo.objective;

import static dev.oreo.objective.TrlCases.number;
import static dev.oreo.objective.TrlCases.numbers;
import static dev.oreo.objective.TrlCases.objects;
import static dev.oreo.objective.TrlCases.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.objective.GrpoObjective.Reduction;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * GRPO, DAPO and Dr. GRPO against TRL's own code, in float64; how that was run stands beside the
 * fixture.
 */
final class GrpoTrlFixtureTest {
  /** Both sides compute in double; sums of some thirty numbers below 10. */
  private static final double EXACT = 1e-12;

  /** TRL's clip fraction is a float32. */
  private static final double FLOAT32 = 1e-7;

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_groups_giveTrlsLossAndGradients(JsonObject expected) {
    List<ScoredExample<AdvantageTrajectory>> update = update(expected);

    ObjectiveResult result = Surrogates.evaluate(objective(expected), update);

    assertThat(result.policyLoss()).isCloseTo(number(expected, "loss"), within(EXACT));
    List<JsonElement> gradients = expected.getAsJsonArray("gradients").asList();
    for (int i = 0; i < update.size(); i++) {
      assertThat(result.gradients().get(i).get(Score.LOG_PROB).orElseThrow())
          .containsExactly(numbers(gradients.get(i)), within(EXACT));
    }
    assertThat(result.diagnostics().mean("clipped"))
        .isCloseTo(number(expected, "clip_fraction"), within(FLOAT32));
    if (expected.has("kl")) {
      assertThat(meanKl(result, update)).isCloseTo(number(expected, "kl"), within(EXACT));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void advantages_groups_areTrls(JsonObject expected) {
    double[] advantages =
        update(expected).stream().mapToDouble(s -> s.example().advantages()[0]).toArray();

    assertThat(advantages)
        .containsExactly(
            numbers(Objects.requireNonNull(expected.get("advantages"))), within(EXACT));
  }

  /** TRL's is a mean over all tokens, the diagnostic's samples are means of trajectories. */
  private static double meanKl(
      ObjectiveResult result, List<ScoredExample<AdvantageTrajectory>> update) {
    double[] means = result.diagnostics().samples("kl");
    double sum = 0;
    double tokens = 0;
    for (int i = 0; i < means.length; i++) {
      int count = update.get(i).only().trajectory().actionCount();
      sum += count * means[i];
      tokens += count;
    }
    return sum / tokens;
  }

  /** The answers with advantages of their groups, and what the policy now says of them. */
  private static List<ScoredExample<AdvantageTrajectory>> update(JsonObject expected) {
    List<JsonObject> answers = objects(expected, "answers");
    List<Trajectory> trajectories = new ArrayList<>();
    List<TrajectoryScores> old = new ArrayList<>();
    List<TrajectoryScores> now = new ArrayList<>();
    for (JsonObject answer : answers) {
      double[] logProbs = numbers(answer.get("log_probs"));
      Trajectory trajectory = Examples.answer(number(answer, "reward"), logProbs.length);
      trajectories.add(trajectory);
      old.add(scores(trajectory, Map.of(Score.LOG_PROB, numbers(answer.get("old_log_probs")))));
      now.add(
          scores(
              trajectory,
              Map.of(
                  Score.LOG_PROB,
                  logProbs,
                  Score.REFERENCE_LOG_PROB,
                  numbers(answer.get("reference_log_probs")))));
    }
    int size = (int) number(expected, "group_size");
    List<TrajectoryGroup> groups = new ArrayList<>();
    for (int begin = 0; begin < trajectories.size(); begin += size) {
      groups.add(new TrajectoryGroup(trajectories.subList(begin, begin + size)));
    }
    return ScoredExample.zip(
        GroupAdvantages.examples(ScoredExample.zip(groups, old), scaling(expected)), now);
  }

  private static TrajectoryScores scores(Trajectory trajectory, Map<Score, double[]> scores) {
    return new TrajectoryScores(trajectory, scores);
  }

  private static AdvantageScaling scaling(JsonObject expected) {
    return text(expected, "scale_rewards").equals("none")
        ? AdvantageScaling.NONE
        : AdvantageScaling.STANDARD_DEVIATION_BESSEL;
  }

  private static GrpoObjective objective(JsonObject expected) {
    Reduction reduction =
        Arrays.stream(Reduction.values())
            .filter(r -> r.name().equalsIgnoreCase(text(expected, "loss_type")))
            .findAny()
            .orElseThrow();
    GrpoObjective.Builder builder =
        GrpoObjective.builder(reduction)
            .lowerEpsilon(number(expected, "epsilon_low"))
            .upperEpsilon(number(expected, "epsilon_high"))
            .klCoefficient(number(expected, "beta"));
    if (reduction == Reduction.DR_GRPO) {
      builder.maxLength((int) number(expected, "max_length"));
    }
    return builder.build();
  }

  static Stream<Named<JsonObject>> cases() {
    return TrlCases.of("grpo.json");
  }
}
