package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.objective.GrpoObjective.Reduction;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The clipped surrogate and its three reductions. */
final class GrpoObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  private static final int MAX_LENGTH = 8;

  /*
   * One action token, epsilons .2 below and .3 above:
   *   A   r    min(rA, clip(r)A)   loss   gradient
   *   2   1.2  2.4 inside          -2.4   -2.4
   *   2   1.5  2 * 1.3 clipped     -2.6    0
   *   2   .5   1.0, not 2 * .8     -1.0   -1.0
   *  -1   1.5  -1.5, not -1.3       1.5    1.5
   *  -1   .5   -.8 clipped           .8    0
   *  -1   .9   -.9 inside            .9     .9
   *   0   3    0                     0      0
   */
  @ParameterizedTest
  @CsvSource({
    "2, 1.2, -2.4, -2.4",
    "2, 1.5, -2.6, 0",
    "2, .5, -1, -1",
    "-1, 1.5, 1.5, 1.5",
    "-1, .5, .8, 0",
    "-1, .9, .9, .9",
    "0, 3, 0, 0"
  })
  void evaluate_oneToken_isClippedOnTheSideOfItsAdvantage(
      double advantage, double ratio, double loss, double gradient) {
    GrpoObjective objective = GrpoObjective.builder(Reduction.GRPO).upperEpsilon(.3).build();

    ObjectiveResult result =
        Surrogates.evaluate(
            objective,
            Surrogates.scored(Examples.answer(1, 1), new double[] {Math.log(ratio)}, advantage));

    assertThat(result.policyLoss()).isCloseTo(loss, within(EXACT));
    assertThat(result.valueLoss()).isZero();
    assertThat(Examples.gradient(result, Score.LOG_PROB)[0]).isCloseTo(gradient, within(EXACT));
    assertThat(result.diagnostics().samples("ratio"))
        .containsExactly(new double[] {ratio}, within(EXACT));
    assertThat(result.diagnostics().mean("clipped")).isEqualTo(gradient == 0 && loss != 0 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"GRPO, 2, 6", "DAPO, 4, 4", "DR_GRPO, 16, 16"})
  void evaluate_policyAsSampled_hasTheAdvantagesOverTheReductionsCount(
      Reduction reduction, double divisorOfOne, double divisorOfThree) {
    // trajectories of one and three tokens: 2*1 and 2*3; 4 tokens; 2*8
    ScoredExample<AdvantageTrajectory> one =
        Surrogates.scored(Examples.answer(1, 1), new double[1], .75);
    ScoredExample<AdvantageTrajectory> three =
        Surrogates.scored(Examples.answer(0, 2, 1), new double[3], -.25);

    ObjectiveResult result = Surrogates.evaluate(objective(reduction), List.of(one, three));

    assertThat(result.policyLoss())
        .isCloseTo(-.75 / divisorOfOne + 3 * .25 / divisorOfThree, within(EXACT));
    assertThat(result.gradients().get(0).get(Score.LOG_PROB).orElseThrow())
        .containsExactly(new double[] {-.75 / divisorOfOne}, within(EXACT));
    double each = .25 / divisorOfThree;
    assertThat(result.gradients().get(1).get(Score.LOG_PROB).orElseThrow())
        .containsExactly(new double[] {each, each, each}, within(EXACT));
  }

  @Test
  void evaluate_klCoefficient_addsK3WithTheSameReduction() {
    // d = ln 2 against the reference: k3 = .5 + ln 2 - 1, derivative 1 - .5; ratio to old is 1
    double d = Math.log(2);
    TrajectoryScores scores =
        new TrajectoryScores(
            Examples.answer(1, 2),
            Map.of(
                Score.LOG_PROB, new double[] {-1, -1},
                Score.REFERENCE_LOG_PROB, new double[] {-1 - d, -1}));
    GrpoObjective objective = GrpoObjective.builder(Reduction.DAPO).klCoefficient(.4).build();

    ObjectiveResult result =
        Surrogates.evaluate(
            objective, new ScoredExample<>(AdvantageTrajectory.of(scores, 1), List.of(scores)));

    assertThat(result.policyLoss()).isCloseTo(-1 + .4 * (d - .5) / 2, within(EXACT));
    assertThat(Examples.gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {(-1 + .4 * .5) / 2, -.5}, within(EXACT));
    assertThat(result.diagnostics().samples("kl"))
        .containsExactly(new double[] {(d - .5) / 2}, within(EXACT));
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_microBatches_addUpToTheBatchInAnyOrder(Reduction reduction) {
    GrpoObjective objective = objective(reduction);
    List<ScoredExample<AdvantageTrajectory>> batch = Surrogates.randomAdvantages(5, 17);

    Surrogates.assertMicroBatchesAddUp(objective, batch);
  }

  @Test
  void evaluate_observations_areNotRead() {
    Trajectory agent =
        Trajectory.of("agent", new int[5], List.of(new Step(2, 3, 0), new Step(4, 5, 1)));
    double[] logProbs = {Double.NaN, -1, Double.NaN, -1};
    TrajectoryScores scores =
        new TrajectoryScores(
            agent, Map.of(Score.LOG_PROB, logProbs, Score.REFERENCE_LOG_PROB, logProbs));
    GrpoObjective objective = GrpoObjective.builder(Reduction.GRPO).klCoefficient(1).build();

    ObjectiveResult result =
        Surrogates.evaluate(
            objective, new ScoredExample<>(AdvantageTrajectory.of(scores, 3), List.of(scores)));

    assertThat(result.policyLoss()).isCloseTo(-3, within(EXACT));
    assertThat(Examples.gradient(result, Score.LOG_PROB)).containsExactly(0, -1.5, 0, -1.5);
  }

  @Test
  void diagnostics_trajectory_haveTheDocumentedSamples() {
    Trajectory trajectory = Examples.answer(1, 3).truncate(3);
    Diagnostics diagnostics =
        Surrogates.evaluate(
                objective(Reduction.GRPO),
                Surrogates.scored(trajectory, new double[] {Math.log(2), 0}, .5))
            .diagnostics();

    assertThat(diagnostics.samples("ratio")).containsExactly(new double[] {2, 1}, within(EXACT));
    assertThat(diagnostics.samples("clipped")).containsExactly(1, 0);
    assertThat(diagnostics.samples("advantage")).containsExactly(.5, .5);
    // r - 1 - log r of the first token, 0 of the second
    assertThat(diagnostics.samples("kl/old"))
        .containsExactly(new double[] {(1 - Math.log(2)) / 2}, within(EXACT));
    assertThat(diagnostics.samples("reward")).containsExactly(1);
    assertThat(diagnostics.samples("length")).containsExactly(2);
    assertThat(diagnostics.samples("truncated")).containsExactly(1);
    assertThat(diagnostics.samples("kl")).isEmpty();
  }

  @Test
  void builder_settings_areKept() {
    GrpoObjective defaults = GrpoObjective.builder(Reduction.GRPO).build();
    GrpoObjective set =
        GrpoObjective.builder(Reduction.DR_GRPO)
            .lowerEpsilon(.1)
            .upperEpsilon(.28)
            .klCoefficient(.04)
            .maxLength(512)
            .build();

    assertThat(defaults.lowerEpsilon()).isEqualTo(.2);
    assertThat(defaults.upperEpsilon()).isEqualTo(.2);
    assertThat(defaults.klCoefficient()).isZero();
    assertThat(defaults.maxLength()).isEmpty();
    assertThat(defaults.requiredScores()).containsExactly(Score.LOG_PROB);
    assertThat(set.lowerEpsilon()).isEqualTo(.1);
    assertThat(set.upperEpsilon()).isEqualTo(.28);
    assertThat(set.klCoefficient()).isEqualTo(.04);
    assertThat(set.maxLength()).hasValue(512);
    assertThat(set.reduction()).isEqualTo(Reduction.DR_GRPO);
    assertThat(set.requiredScores()).containsExactly(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
    assertThat(set.name()).isEqualTo("grpo");
  }

  @Test
  void builder_badSettings_areRejected() {
    GrpoObjective.Builder builder = GrpoObjective.builder(Reduction.DR_GRPO);

    assertThatThrownBy(() -> builder.lowerEpsilon(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lowerEpsilon must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> builder.lowerEpsilon(1.1))
        .hasMessage("lowerEpsilon must be in (0, 1], got 1.1");
    assertThatThrownBy(() -> builder.upperEpsilon(-0.2))
        .hasMessage("upperEpsilon must be finite and > 0, got -0.2");
    assertThatThrownBy(() -> builder.klCoefficient(Double.NaN))
        .hasMessage("klCoefficient must be finite and >= 0, got NaN");
    assertThatThrownBy(() -> builder.maxLength(0)).hasMessage("maxLength must be >= 1, got 0");
    assertThatThrownBy(builder::build)
        .hasMessage(
            "maxLength must be set for DR_GRPO and for no other reduction, got none for DR_GRPO");
    assertThatThrownBy(() -> GrpoObjective.builder(Reduction.GRPO).maxLength(9).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLength must be set for DR_GRPO and for no other reduction, got 9 for GRPO");
  }

  @Test
  void evaluate_moreTrajectoriesThanTheBatch_isRejected() {
    ScoredExample<AdvantageTrajectory> scored =
        Surrogates.scored(Examples.answer(1, 1), new double[1], 1);
    BatchContext one = BatchContext.of(List.of(scored.example()));

    assertThatThrownBy(() -> objective(Reduction.GRPO).evaluate(List.of(scored, scored), one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  @Test
  void evaluate_missingReference_isRejected() {
    ScoredExample<AdvantageTrajectory> scored =
        Surrogates.scored(Examples.answer(1, 1), new double[1], 1);
    GrpoObjective objective = GrpoObjective.builder(Reduction.GRPO).klCoefficient(.1).build();

    assertThatThrownBy(() -> Surrogates.evaluate(objective, scored))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "REFERENCE_LOG_PROB must be among the scores of trajectory answer, got [LOG_PROB]");
  }

  private static GrpoObjective objective(Reduction reduction) {
    GrpoObjective.Builder builder = GrpoObjective.builder(reduction);
    if (reduction == Reduction.DR_GRPO) {
      builder.maxLength(MAX_LENGTH);
    }
    return builder.build();
  }
}
