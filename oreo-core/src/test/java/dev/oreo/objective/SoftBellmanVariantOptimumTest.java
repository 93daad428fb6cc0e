package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import java.util.Arrays;
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

  /** What is left of the errors after the number of updates below; they still fall. */
  private static final double CONVERGED = 2e-3;

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
    TabularMdp tree = TabularMdp.random(2, 3, 1, new Random(8));
    double[] behaviour = tree.softmax(new Random(seed).doubles(tree.nodes(), -1, 1).toArray());
    double[] values = new double[tree.nodes()];
    double[] logits = tree.referenceLogProbs();

    descend(objective(Granularity.TOKEN, form), tree, behaviour, values, logits);

    double[] optimalValues = tree.optimalValues(BETA);
    for (int node = 0; node < 7; node++) { // the inner nodes
      assertThat(values[node]).isCloseTo(optimalValues[node], within(CONVERGED));
    }
    double[] optimalLogProbs = tree.optimalLogProbs(BETA);
    double[] logProbs = tree.softmax(logits);
    for (int node = 1; node < tree.nodes(); node++) {
      assertThat(Math.exp(logProbs[node]))
          .isCloseTo(Math.exp(optimalLogProbs[node]), within(CONVERGED));
    }
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

  /** Full-batch descent, in place: each path weighs as much as the behaviour policy takes it. */
  private static void descend(
      SoftBellmanObjective objective,
      TabularMdp tree,
      double[] behaviour,
      double[] values,
      double[] logits) {
    List<int[]> paths = tree.paths();
    for (int update = 0; update < 2000; update++) {
      double[] logProbs = tree.softmax(logits);
      double[] byValue = new double[tree.nodes()];
      double[] byLogProb = new double[tree.nodes()];
      for (int[] path : paths) {
        double weight = tree.probability(path, behaviour);
        ObjectiveResult result =
            Examples.evaluate(objective, tree.scores(path, 1, logProbs, values));
        double[] pathByValue = Examples.gradient(result, Score.VALUE);
        double[] pathByLogProb = Examples.gradient(result, Score.LOG_PROB);
        for (int p = 0; p < pathByValue.length; p++) {
          byValue[path[p]] += weight * pathByValue[p];
          byLogProb[path[p + 1]] += weight * pathByLogProb[p];
        }
      }
      subtract(values, byValue, 1);
      subtract(logits, tree.softmaxBackward(logProbs, byLogProb), 4);
    }
  }

  private static void subtract(double[] parameters, double[] gradient, double learningRate) {
    Arrays.setAll(parameters, j -> parameters[j] - learningRate * gradient[j]);
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
