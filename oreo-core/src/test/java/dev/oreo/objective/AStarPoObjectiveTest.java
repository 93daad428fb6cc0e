package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.gradient;
import static dev.oreo.objective.Examples.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import dev.oreo.trajectory.ValuedTrajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AStarPoObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  private static final double BETA2 = 0.5;

  @Test
  void evaluate_workedVector_regressesOnTheEstimate() {
    ObjectiveResult result =
        evaluate(.3, scores(answer(1, 3), new double[] {.2, -.4, .6}, new double[3]));

    // .5 * .4 + .3 - 1 = -.5; g = 2 * .5 * -.5
    assertThat(result.policyLoss()).isCloseTo(.25, within(EXACT));
    assertThat(result.valueLoss()).isZero();
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.5, -.5, -.5}, within(EXACT));
    assertThat(result.diagnostics().mean("residual/success")).isCloseTo(-.5, within(EXACT));
    assertThat(result.diagnostics().mean("value/first/success")).isEqualTo(.3);
    assertThat(result.diagnostics().mean("betaLogRatio/first")).isCloseTo(.2, within(EXACT));
  }

  @Test
  void evaluate_anyTrajectory_isOreoAtThePromptWithThatValue() {
    Random random = new Random(37);
    SoftBellmanObjective oreo =
        SoftBellmanObjective.builder(Granularity.RESPONSE).beta(BETA2).klCoefficient(0).build();
    for (int trial = 0; trial < 20; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 5), random);
      double[] values = new double[scores.trajectory().positions()];
      Arrays.fill(values, .7);
      ObjectiveResult expected =
          Examples.evaluate(oreo, Examples.with(scores, Score.VALUE, values));

      ObjectiveResult result = evaluate(.7, scores);

      assertThat(result.policyLoss()).isCloseTo(expected.policyLoss(), within(1e-11));
      assertThat(gradient(result, Score.LOG_PROB))
          .containsExactly(gradient(expected, Score.LOG_PROB), within(1e-11));
    }
  }

  @Test
  void evaluate_rewardAndValueShiftedOrScaled_followsTheResidual() {
    double[] logRatios = {.2, -.4, .6};
    double here = evaluate(.3, scores(answer(1, 3), logRatios, new double[3])).policyLoss();
    double shifted = evaluate(3.3, scores(answer(4, 3), logRatios, new double[3])).policyLoss();
    double scaled =
        ObjectiveCase.aStarPo(3 * BETA2, .9)
            .evaluate(List.of(scores(answer(3, 3), logRatios, new double[3])))
            .policyLoss();

    assertThat(shifted).isCloseTo(here, within(EXACT));
    assertThat(scaled).isCloseTo(9 * here, within(EXACT));
  }

  @Test
  void evaluate_promptWithoutSuccess_teachesNothingAtTheReference() {
    double value = OptimalValueEstimate.of(.5, 0, 0, 0, 0);

    ObjectiveResult failure = evaluate(value, scores(answer(0, 2), new double[2], new double[2]));

    assertThat(failure.policyLoss()).isZero();
    assertThat(gradient(failure, Score.LOG_PROB)).containsOnly(0);
  }

  @Test
  void evaluate_samplesOfTheFirstStage_haveTheirGroupsValue() {
    Trajectory success = answer(1, 1);
    Trajectory failure = answer(0, 2);
    List<ValuedTrajectory> valued =
        OptimalValueEstimate.ofGroups(
            List.of(new TrajectoryGroup(List.of(success, failure))),
            OptimalValueEstimate.DEFAULT_BETA1);
    List<TrajectoryScores> scored =
        List.of(
            scores(success, new double[1], new double[1]),
            scores(failure, new double[2], new double[2]));

    ObjectiveResult result =
        new AStarPoObjective(AStarPoObjective.DEFAULT_BETA2)
            .evaluate(ScoredExample.zip(valued, scored), BatchContext.of(valued));

    // Vhat = .716890 for both: ((Vhat - 1)^2 + Vhat^2) / 2
    double value = valued.get(0).value();
    assertThat(result.policyLoss())
        .isCloseTo(((value - 1) * (value - 1) + value * value) / 2, within(EXACT));
  }

  @Test
  void settings_ofTheObjective_areItsOwn() {
    AStarPoObjective objective = new AStarPoObjective(BETA2);

    assertThat(objective.beta2()).isEqualTo(BETA2);
    assertThat(objective.name()).isEqualTo("astarpo");
    assertThat(AStarPoObjective.DEFAULT_BETA2).isEqualTo(.001);
    assertThat(objective.requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  @Test
  void constructor_badBeta2_isRejected() {
    assertThatThrownBy(() -> new AStarPoObjective(-1e-3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta2 must be finite and > 0, got -0.001");
  }

  private static ObjectiveResult evaluate(double value, TrajectoryScores scores) {
    return ObjectiveCase.aStarPo(BETA2, value).evaluate(List.of(scores));
  }
}
