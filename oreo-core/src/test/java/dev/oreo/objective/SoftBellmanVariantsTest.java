package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static dev.oreo.objective.Examples.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each setting beyond the paper's changes, by hand. */
final class SoftBellmanVariantsTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /*
   * The worked vector of SoftBellmanObjectiveTest: three tokens, beta 0.5, reward 1,
   * Lambda = [.4, .2, .6], delta = [-.5, -.4, .2].
   */
  private static final double BETA = 0.5;
  private static final double[] LOG_RATIOS = {.2, -.4, .6};
  private static final double[] VALUES = {.3, .5, .9};
  private static final double WEIGHT = Math.exp(.4);

  @Test
  void oneStep_tokenLevel_isTheWorkedExample() {
    ObjectiveResult result =
        evaluate(form(Granularity.TOKEN, BellmanForm.ONE_STEP), worked(answer(1, 3)));

    // c = [.3 - .5 + .5 * .2, .5 - .9 - .5 * .4, .9 - 1 + .5 * .6]; g_l = 2 * .5 * c / 3
    double[] c = {-.1, -.6, .2};
    assertThat(result.policyLoss()).isCloseTo(.41 / 3, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB)).containsExactly(times(1 / 3.0, c), within(EXACT));
    assertThat(result.valueLoss()).isCloseTo(.15, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-1 / 3.0, -.8 / 3, .4 / 3}, within(EXACT));
  }

  @Test
  void oneStep_stepLevel_isTheWorkedExample() {
    ObjectiveResult result =
        evaluate(form(Granularity.STEP, BellmanForm.ONE_STEP), worked(answer(1, 2, 1)));

    // c = [.3 - .9 + .5 * (.4 - .6), .2]: (.49 + .04) / 2; g_l = 2 * .5 * c of the step / 2
    assertThat(result.policyLoss()).isCloseTo(.265, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.35, -.35, .1}, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"TOKEN, 0.265625", "STEP, 0.53125"})
  void oneStep_stepRewards_areEarnedBetweenTheStates(Granularity granularity, double loss) {
    // two turns of two tokens with an observation between, earning .25 and 1; pi = pi_ref, V = 0:
    // c = [0, -.25, 0, -1] of the tokens, [-.25, -1] of the turns
    Trajectory agent =
        Trajectory.of("agent", new int[6], List.of(new Step(1, 3, .25), new Step(4, 6, 1)));

    ObjectiveResult result =
        evaluate(
            form(granularity, BellmanForm.ONE_STEP), scores(agent, new double[5], new double[5]));

    assertThat(result.policyLoss()).isCloseTo(loss, within(EXACT));
  }

  @Test
  void fullSuffix_tokenLevel_isTheWorkedExample() {
    ObjectiveResult result =
        evaluate(form(Granularity.TOKEN, BellmanForm.FULL_SUFFIX), worked(answer(1, 3)));

    // 2 * .5 / 3 of the running sum of delta
    assertThat(result.policyLoss()).isCloseTo(.15, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(times(1 / 3.0, new double[] {-.5, -.9, -.7}), within(EXACT));
  }

  @Test
  void fullSuffix_stepLevel_isTheWorkedExample() {
    ObjectiveResult result =
        evaluate(form(Granularity.STEP, BellmanForm.FULL_SUFFIX), worked(answer(1, 2, 1)));

    // states 0 and 2: 2 * .5 / 2 * [-.5, -.5, -.5 + .2]
    assertThat(result.policyLoss()).isCloseTo(.145, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.25, -.25, -.15}, within(EXACT));
  }

  @Test
  void weight_workedVector_isTheExponentialCappedAtE() {
    assertThat(WEIGHT).isCloseTo(1.4918247, within(5e-8));
    assertThat(weightOf(LOG_RATIOS)).isCloseTo(WEIGHT, within(EXACT));
    assertThat(weightOf(times(8, LOG_RATIOS))).isCloseTo(Math.E, within(EXACT));
    assertThat(weightOf(times(-8, LOG_RATIOS))).isCloseTo(Math.exp(-3.2), within(EXACT));
    assertThat(weightOf(new double[3])).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTI_STEP", "FULL_SUFFIX"})
  void perTrajectory_tokenLevel_multipliesBothLosses(BellmanForm form) {
    ObjectiveResult plain = evaluate(form(Granularity.TOKEN, form), worked(answer(1, 3)));

    ObjectiveResult result =
        evaluate(
            weighted(Granularity.TOKEN, form, ImportanceWeighting.PER_TRAJECTORY),
            worked(answer(1, 3)));

    assertThat(result.valueLoss()).isCloseTo(.15 * WEIGHT, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.15 * WEIGHT, within(EXACT));
    for (Score score : List.of(Score.VALUE, Score.LOG_PROB)) {
      assertThat(gradient(result, score))
          .containsExactly(times(WEIGHT, gradient(plain, score)), within(EXACT));
    }
    assertThat(result.diagnostics().mean("policyLoss/bellman"))
        .isCloseTo(.15 * WEIGHT, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"RESPONSE, MULTI_STEP", "TOKEN, ONE_STEP", "STEP, ONE_STEP"})
  void perTrajectory_lossesTheAuthorsDoNotWeigh_multipliesTheValueLossOnly(
      Granularity granularity, BellmanForm form) {
    ObjectiveResult plain = evaluate(form(granularity, form), worked(answer(1, 2, 1)));

    ObjectiveResult result =
        evaluate(
            weighted(granularity, form, ImportanceWeighting.PER_TRAJECTORY),
            worked(answer(1, 2, 1)));

    assertThat(result.valueLoss()).isCloseTo(WEIGHT * plain.valueLoss(), within(EXACT));
    assertThat(result.policyLoss()).isEqualTo(plain.policyLoss());
    assertThat(gradient(result, Score.LOG_PROB)).isEqualTo(gradient(plain, Score.LOG_PROB));
  }

  @ParameterizedTest
  @CsvSource({
    "TOKEN, NONE, 0, 0.575",
    "TOKEN, PER_TRAJECTORY, 0.075, 0.5",
    "TOKEN, PER_TRAJECTORY_TOKEN_MEAN, 0.1125, 0.25",
    "RESPONSE, PER_TRAJECTORY_TOKEN_MEAN, 0.1125, 0.25"
  })
  void weighting_twoTrajectories_reducesAsDocumented(
      Granularity granularity, ImportanceWeighting weighting, double ofWeight, double rest) {
    // the worked vector, sum of squares .45, and one token with delta = -1 and w = 1:
    // (.15 + 1) / 2, (.15 w + 1) / 2, (.45 w + 1) / 4
    double valueLoss = ofWeight * WEIGHT + rest;
    List<TrajectoryScores> batch =
        List.of(worked(answer(1, 3)), scores(answer(1, 1), new double[1], new double[1]));

    ObjectiveResult result =
        Examples.evaluate(
            weighted(granularity, BellmanForm.MULTI_STEP, weighting),
            batch,
            new BatchCounts(2, 2, 4));

    assertThat(result.valueLoss()).isCloseTo(valueLoss, within(EXACT));
    assertThat(result.policyLoss())
        .isCloseTo(granularity == Granularity.TOKEN ? valueLoss : .625, within(EXACT));
    assertThat(result.diagnostics().mean("policyLoss/bellman"))
        .isCloseTo(result.policyLoss(), within(EXACT));
  }

  @Test
  void clipLogRatio_workedVector_changesTheValueLossOnly() {
    SoftBellmanObjective objective = builder(Granularity.TOKEN).clipLogRatio(.3).build();

    ObjectiveResult result = evaluate(objective, worked(answer(1, 3)));

    // Lambda = [.3, .2, .3], delta = [-.55, -.4, .05]
    double[] delta = {-.55, -.4, .05};
    assertThat(result.valueLoss()).isCloseTo(.465 / 3, within(EXACT));
    assertThat(gradient(result, Score.VALUE)).containsExactly(times(2 / 3.0, delta), within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.15, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.5 / 3, -.4 / 3, .2 / 3}, within(EXACT));
    assertThat(result.diagnostics().samples("clipped")).containsExactly(1, 0, 1);
    assertThat(result.diagnostics().samples("residual/success"))
        .containsExactly(delta, within(EXACT));
    assertThat(result.diagnostics().mean("betaLogRatio/first")).isCloseTo(.2, within(EXACT));
  }

  @Test
  void clipLogRatio_negativeLambda_isClippedFromBelow() {
    SoftBellmanObjective objective = builder(Granularity.TOKEN).clipLogRatio(.3).build();

    ObjectiveResult result =
        evaluate(objective, scores(answer(1, 1), new double[] {-2}, new double[1]));

    assertThat(result.diagnostics().samples("residual/success"))
        .containsExactly(new double[] {-.15 - 1}, within(EXACT));
  }

  @Test
  void hinge_successLessLikelyThanUnderTheReference_isPushedUp() {
    SoftBellmanObjective objective = builder(Granularity.RESPONSE).hingeCoefficient(.2).build();
    TrajectoryScores fallen = scores(answer(1, 2, 1), times(-1, LOG_RATIOS), VALUES);

    ObjectiveResult result =
        Examples.evaluate(objective, List.of(fallen), new BatchCounts(2, 2, 6));

    // Lambda_0 = -.4, delta_0 = .3 - .2 - 1 = -.9: (.81 + .2 * .4) / 2; (2 * .5 * -.9 - .2) / 2
    assertThat(result.policyLoss()).isCloseTo(.445, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.55, -.55, -.55}, within(EXACT));
    assertThat(result.diagnostics().samples("hinge"))
        .containsExactly(new double[] {.4}, within(EXACT));
    assertThat(result.diagnostics().mean("policyLoss/bellman")).isCloseTo(.81, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0, -1", "0.99, -1", "2, -1"})
  void hinge_otherRewardsAndRisenSuccesses_areLeftAlone(double reward, double sign) {
    SoftBellmanObjective objective = builder(Granularity.RESPONSE).hingeCoefficient(.2).build();
    TrajectoryScores scores = scores(answer(reward, 2, 1), times(sign, LOG_RATIOS), VALUES);

    ObjectiveResult result = evaluate(objective, scores);

    ObjectiveResult without = evaluate(builder(Granularity.RESPONSE).build(), scores);
    assertThat(result.policyLoss()).isEqualTo(without.policyLoss());
    assertThat(gradient(result, Score.LOG_PROB)).isEqualTo(gradient(without, Score.LOG_PROB));
    assertThat(result.diagnostics().samples("hinge"))
        .isEqualTo(reward == 1 ? new double[1] : new double[0]);
  }

  @Test
  void diagnostics_defaultSettings_haveNoneOfTheVariants() {
    assertThat(
            evaluate(builder(Granularity.RESPONSE).build(), worked(answer(1, 3)))
                .diagnostics()
                .names())
        .doesNotContain("clipped", "hinge", "importanceWeight", "klCoefficient");
  }

  private static double weightOf(double[] logRatios) {
    SoftBellmanObjective objective =
        weighted(Granularity.TOKEN, BellmanForm.MULTI_STEP, ImportanceWeighting.PER_TRAJECTORY);
    return evaluate(objective, scores(answer(1, 3), logRatios, VALUES))
        .diagnostics()
        .mean("importanceWeight");
  }

  private static TrajectoryScores worked(Trajectory trajectory) {
    return scores(trajectory, LOG_RATIOS, VALUES);
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(v -> factor * v).toArray();
  }

  private static SoftBellmanObjective.Builder builder(Granularity granularity) {
    return SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(0);
  }

  private static SoftBellmanObjective form(Granularity granularity, BellmanForm form) {
    return builder(granularity).form(form).build();
  }

  private static SoftBellmanObjective weighted(
      Granularity granularity, BellmanForm form, ImportanceWeighting weighting) {
    return builder(granularity).form(form).importanceWeighting(weighting).build();
  }
}
