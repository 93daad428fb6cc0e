package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static dev.oreo.objective.Examples.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.math.LogProbabilities;
import dev.oreo.objective.ShiqObjective.Reduction;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShiqObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /** Sums of tens of terms of order 10. */
  private static final double SUMS = 1e-11;

  private static final double BETA = 0.5;

  /*
   * The worked vector with V from the partitions: beta (v - v_r) = .5 ([1.6, 2, 2.8] - 1) =
   * [.3, .5, .9], so D is OREO's delta: Lambda = [.4, .2, .6], D = [-.5, -.4, .2].
   */
  private static final double[] LOG_RATIOS = {.2, -.4, .6};
  private static final double[] PARTITIONS = {1.6, 2, 2.8};

  private final ShiqObjective objective = new ShiqObjective(BETA);

  @ParameterizedTest
  @EnumSource
  void evaluate_workedVector_isTheFullSuffixLoss(Reduction reduction) {
    ObjectiveResult result =
        evaluate(new ShiqObjective(BETA, reduction), tied(answer(1, 3), LOG_RATIOS, PARTITIONS));

    // mean .15, sum .45; 2 beta D and 2 beta cumsum(D) = [-.5, -.9, -.7], over 3 for the mean
    double states = reduction == Reduction.MEAN ? 3 : 1;
    assertThat(result.policyLoss()).isCloseTo(.45 / states, within(EXACT));
    assertThat(result.valueLoss()).isZero();
    assertThat(gradient(result, Score.LOG_PARTITION))
        .containsExactly(
            Arrays.stream(new double[] {-.5, -.4, .2}).map(g -> g / states).toArray(),
            within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(
            Arrays.stream(new double[] {-.5, -.9, -.7}).map(g -> g / states).toArray(),
            within(EXACT));
  }

  @Test
  void evaluate_anyTrajectory_isOreoWithTheTiedValue() {
    Random random = new Random(13);
    SoftBellmanObjective oreo =
        SoftBellmanObjective.builder(Granularity.TOKEN).beta(BETA).klCoefficient(0).build();
    for (int trial = 0; trial < 20; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 5), random);
      double[] values = new double[scores.trajectory().positions()];
      for (int p = 0; p < values.length; p++) {
        values[p] =
            BETA
                * (scores.get(Score.LOG_PARTITION)[p]
                    - scores.get(Score.REFERENCE_LOG_PARTITION)[p]);
      }

      assertThat(evaluate(objective, scores).policyLoss())
          .isCloseTo(
              evaluate(oreo, Examples.with(scores, Score.VALUE, values)).valueLoss(), within(SUMS));
    }
  }

  @Test
  void residuals_rewardsPerToken_areMinusTheSumOfOneStepResiduals() {
    Random random = new Random(17);
    List<Step> steps = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      steps.add(new Step(t + 1, t + 2, 1 + random.nextDouble()));
    }
    Trajectory trajectory =
        Trajectory.of("tokens", random.ints(5, 0, 3).toArray(), steps); // all of one success
    TrajectoryScores scores = new LogitModel(trajectory, 3, random).scores();

    double[] residuals = evaluate(objective, scores).diagnostics().samples("residual/success");

    double sum = 0;
    for (int t = 3; t >= 0; t--) {
      double logit = at(scores, Score.LOG_PROB, t) + at(scores, Score.LOG_PARTITION, t);
      double referenceLogit =
          at(scores, Score.REFERENCE_LOG_PROB, t) + at(scores, Score.REFERENCE_LOG_PARTITION, t);
      double next =
          t == 3
              ? 0
              : at(scores, Score.LOG_PARTITION, t + 1)
                  - at(scores, Score.REFERENCE_LOG_PARTITION, t + 1);
      sum += steps.get(t).reward() - BETA * (logit - referenceLogit) + BETA * next;
      assertThat(residuals[t]).isCloseTo(-sum, within(SUMS));
    }
  }

  @Test
  void evaluate_atInitialisation_isMinusTheReturn() {
    // two steps of two tokens earning .25 and 1; whatever the partition, v = v_r
    Trajectory trajectory =
        Trajectory.of("t", new int[5], List.of(new Step(1, 3, .25), new Step(3, 5, 1)));

    ObjectiveResult result =
        evaluate(objective, tied(trajectory, new double[4], new double[] {1, 1, 1, 1}));

    assertThat(result.diagnostics().samples("residual/success"))
        .containsExactly(-1.25, -1.25, -1, -1);
    assertThat(result.policyLoss()).isCloseTo((2 * 1.5625 + 2) / 4, within(EXACT));
  }

  @Test
  void evaluate_severalTurns_skipsObservations() {
    Trajectory agent =
        Trajectory.of("agent", new int[5], List.of(new Step(2, 3, 0), new Step(4, 5, 1)));

    ObjectiveResult result =
        evaluate(objective, tied(agent, new double[] {9, .2, 9, .6}, new double[] {9, 2, 9, 1}));

    // D = [.5 - 1 + .5 * .8, 0 - 1 + .5 * .6] = [-.1, -.7]; over two states
    assertThat(result.policyLoss()).isCloseTo(.25, within(EXACT));
    assertThat(gradient(result, Score.LOG_PARTITION))
        .containsExactly(new double[] {0, -.05, 0, -.35}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {0, -.05, 0, -.4}, within(EXACT));
  }

  @Test
  void evaluate_oneTokenAndNormalisedReference_isTbrmInTheRewardsUnit() {
    TrajectoryScores scores =
        Examples.with(
            Examples.randomScores(answer(1, 1), new Random(19)),
            Score.REFERENCE_LOG_PARTITION,
            new double[1]);

    assertThat(evaluate(objective, scores).policyLoss())
        .isCloseTo(
            BETA * BETA * evaluate(new TbrmObjective(BETA), scores).policyLoss(), within(SUMS));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-5, 0, 3})
  void losses_partialSupport_leaveTheUnseenLogitFree(double unseen) {
    // three arms under a uniform reference; those of reward 1 and -1 are fitted whatever the third
    double[] logits = {1 / BETA, -1 / BETA, unseen};
    double[] logProbs = LogProbabilities.logSoftmax(logits);
    for (int arm = 0; arm < 2; arm++) {
      TrajectoryScores scores =
          new TrajectoryScores(
              answer(arm == 0 ? 1 : -1, 1),
              Map.of(
                  Score.LOG_PROB, new double[] {logProbs[arm]},
                  Score.REFERENCE_LOG_PROB, new double[] {-Math.log(3)},
                  Score.LOG_PARTITION, new double[] {LogProbabilities.logSumExp(logits)},
                  Score.REFERENCE_LOG_PARTITION, new double[] {Math.log(3)}));

      assertThat(evaluate(objective, scores).policyLoss()).isCloseTo(0, within(EXACT));
    }
  }

  @Test
  void diagnostics_trajectory_haveTheDocumentedSamples() {
    Diagnostics diagnostics =
        evaluate(objective, tied(answer(0, 3), LOG_RATIOS, PARTITIONS)).diagnostics();

    assertThat(diagnostics.names())
        .containsExactlyInAnyOrder(
            "residual/failure",
            "value/first/failure",
            "value/last/failure",
            "betaLogRatio/first",
            "kl",
            "reward",
            "length",
            "truncated");
    assertThat(diagnostics.samples("residual/failure")).hasSize(3);
    assertThat(diagnostics.mean("value/first/failure")).isCloseTo(.3, within(EXACT));
    assertThat(diagnostics.mean("value/last/failure")).isCloseTo(.9, within(EXACT));
    assertThat(diagnostics.mean("betaLogRatio/first")).isCloseTo(.2, within(EXACT));
  }

  @Test
  void settings_ofTheObjective_areItsOwn() {
    assertThat(objective.beta()).isEqualTo(BETA);
    assertThat(objective.reduction()).isEqualTo(Reduction.MEAN);
    assertThat(objective.name()).isEqualTo("shiq");
    assertThat(ShiqObjective.DEFAULT_BETA).isEqualTo(.03);
    assertThat(objective.requiredScores())
        .containsExactlyInAnyOrder(
            Score.LOG_PROB,
            Score.REFERENCE_LOG_PROB,
            Score.LOG_PARTITION,
            Score.REFERENCE_LOG_PARTITION);
  }

  @Test
  void constructor_badBeta_isRejected() {
    assertThatThrownBy(() -> new ShiqObjective(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got 0.0");
  }

  private static double at(TrajectoryScores scores, Score score, int position) {
    return scores.get(score)[position];
  }

  /** The reference's partition is 1 everywhere. */
  private static TrajectoryScores tied(
      Trajectory trajectory, double[] logRatios, double[] partitions) {
    double[] ones = new double[partitions.length];
    Arrays.fill(ones, 1);
    return Examples.with(
        Examples.with(
            scores(trajectory, logRatios, new double[logRatios.length]),
            Score.LOG_PARTITION,
            partitions),
        Score.REFERENCE_LOG_PARTITION,
        ones);
  }
}
