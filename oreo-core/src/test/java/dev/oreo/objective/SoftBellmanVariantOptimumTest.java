package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The variants share the optimum, and agree with each other where they should. */
final class SoftBellmanVariantOptimumTest {
  private static final double BETA = 0.5;

  /** Sums along a few nodes of numbers of order 1 to 10. */
  private static final double EXACT = 1e-12;

  private final Random random = new Random(17);

  @ParameterizedTest
  @CsvSource({"TOKEN, 1", "TOKEN, 2", "STEP, 1", "STEP, 2", "RESPONSE, 2"})
  void evaluate_atTheOptimum_isZeroInEveryVariant(Granularity granularity, int stepLength) {
    TabularMdp tree = TabularMdp.random(3, 3, stepLength, random);
    for (SoftBellmanObjective.Builder builder :
        SoftBellmanVariants.formsAndWeightings(granularity)) {
      SoftBellmanObjective objective = builder.beta(BETA).klCoefficient(0).build();
      for (int[] path : tree.paths()) {
        TrajectoryScores scores =
            tree.scores(path, stepLength, tree.optimalLogProbs(BETA), tree.optimalValues(BETA));

        ObjectiveResult result = Examples.evaluate(objective, scores);

        assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
        assertThat(result.valueLoss()).isCloseTo(0, within(EXACT));
        double[] zeros = new double[3];
        assertThat(Examples.gradient(result, Score.LOG_PROB)).containsExactly(zeros, within(EXACT));
        assertThat(Examples.gradient(result, Score.VALUE)).containsExactly(zeros, within(EXACT));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ONE_STEP, 1", "ONE_STEP, 2", "FULL_SUFFIX, 1", "FULL_SUFFIX, 2"})
  void descent_anyBehaviourOfFullSupport_endsAtTheSoftOptimum(BellmanForm form, int seed) {
    new TreeDescent(2000, 1, 4)
        .assertEndsAtTheSoftOptimum(objective(Granularity.TOKEN, form), BETA, seed);
  }

  @ParameterizedTest
  @EnumSource
  void stepLevel_stepsOfOneToken_isTokenLevel(BellmanForm form) {
    TrajectoryScores scores = Examples.randomScores(Examples.answer(1, 1, 1, 1, 1), random);

    assertSame(
        Examples.evaluate(objective(Granularity.STEP, form), scores),
        Examples.evaluate(objective(Granularity.TOKEN, form), scores));
  }

  @ParameterizedTest
  @EnumSource
  void stepLevel_oneStep_isResponseLevelForThePolicy(BellmanForm form) {
    TrajectoryScores scores = Examples.randomScores(Examples.answer(1, 4), random);

    ObjectiveResult step = Examples.evaluate(objective(Granularity.STEP, form), scores);
    ObjectiveResult response =
        Examples.evaluate(objective(Granularity.RESPONSE, BellmanForm.MULTI_STEP), scores);

    assertThat(step.policyLoss()).isCloseTo(response.policyLoss(), within(EXACT));
    assertThat(Examples.gradient(step, Score.LOG_PROB))
        .containsExactly(Examples.gradient(response, Score.LOG_PROB), within(EXACT));
  }

  @ParameterizedTest
  @EnumSource
  void tokenLevel_oneToken_isTheSameInEveryForm(BellmanForm form) {
    TrajectoryScores scores = Examples.randomScores(Examples.answer(1, 1), random);

    assertSame(
        Examples.evaluate(objective(Granularity.TOKEN, form), scores),
        Examples.evaluate(objective(Granularity.TOKEN, BellmanForm.MULTI_STEP), scores));
  }

  @Test
  void oneStepResiduals_summedFromAState_areItsMultiStepResidual() {
    for (int trial = 0; trial < 20; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 4), random);
      for (Granularity granularity : List.of(Granularity.TOKEN, Granularity.STEP)) {
        boolean[] states = scores.trajectory().stateMask(granularity);
        BellmanResiduals multiStep = BellmanResiduals.of(scores, BETA);
        BellmanResiduals oneStep = multiStep.oneStep(states);

        double sum = 0;
        for (int p = states.length - 1; p >= 0; p--) {
          sum += oneStep.at(p);
          if (states[p]) {
            assertThat(sum).isCloseTo(multiStep.at(p), within(EXACT));
          }
        }
      }
    }
  }

  private static SoftBellmanObjective objective(Granularity granularity, BellmanForm form) {
    return SoftBellmanObjective.builder(granularity).form(form).beta(BETA).klCoefficient(0).build();
  }

  private static void assertSame(ObjectiveResult actual, ObjectiveResult expected) {
    assertThat(actual.policyLoss()).isCloseTo(expected.policyLoss(), within(EXACT));
    assertThat(actual.valueLoss()).isCloseTo(expected.valueLoss(), within(EXACT));
    for (Score score : List.of(Score.LOG_PROB, Score.VALUE)) {
      assertThat(Examples.gradient(actual, score))
          .containsExactly(Examples.gradient(expected, score), within(EXACT));
    }
  }
}
