package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static dev.oreo.objective.Examples.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.math.LogProbabilities;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TbrmObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  private static final double BETA = 0.5;
  private final TbrmObjective objective = new TbrmObjective(BETA);

  @Test
  void evaluate_workedVector_hasThePartitionOfTheFirstPosition() {
    TrajectoryScores scores = withPartition(answer(1, 3), .7, .2, -.4, .6);

    ObjectiveResult result = evaluate(objective, scores);

    // f = .7 + .4 - 1 / .5 = -.9
    assertThat(result.policyLoss()).isCloseTo(.81, within(EXACT));
    assertThat(result.valueLoss()).isZero();
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-1.8, -1.8, -1.8}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PARTITION))
        .containsExactly(new double[] {-1.8, 0, 0}, within(EXACT));
  }

  @Test
  void evaluate_severalTurns_sumsTheirRewardsAndSkipsObservations() {
    Trajectory agent =
        Trajectory.of("agent", new int[5], List.of(new Step(2, 3, .25), new Step(4, 5, 1)));
    TrajectoryScores scores =
        Examples.with(
            scores(agent, new double[] {9, .2, 9, .3}, new double[4]),
            Score.LOG_PARTITION,
            new double[] {9, .7, 9, 9});

    ObjectiveResult result = evaluate(objective, scores);

    // f = .7 + .5 - 1.25 / .5 = -1.3
    assertThat(result.policyLoss()).isCloseTo(1.69, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {0, -2.6, 0, -2.6}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PARTITION))
        .containsExactly(new double[] {0, -2.6, 0, 0}, within(EXACT));
  }

  @Test
  void evaluate_atInitialisation_isThePartitionLessTheScaledReward() {
    TbrmObjective paper = new TbrmObjective(TbrmObjective.DEFAULT_BETA);

    ObjectiveResult result = evaluate(paper, withPartition(answer(1, 2), 12, 0, 0));

    // (12 - 1 / .002)^2
    assertThat(result.policyLoss()).isCloseTo(488 * 488, within(1e-8));
  }

  @Test
  void evaluate_rawLogits_areSummedWithTheFirstUnnormalised() {
    Random random = new Random(9);
    LogitModel model = new LogitModel(Examples.randomTrajectory(random, 4), 4, random);
    TrajectoryScores scores = model.scores();
    Trajectory trajectory = scores.trajectory();
    int first = trajectory.steps().get(0).firstPosition();
    double f = model.logits()[first][trajectory.tokenId(first + 1)] - trajectory.reward() / BETA;
    for (int p = 0; p < trajectory.positions(); p++) {
      if (trajectory.actionMask()[p]) {
        f += p == first ? 0 : scores.get(Score.LOG_PROB)[p];
        f -= scores.get(Score.REFERENCE_LOG_PROB)[p];
      }
    }

    ObjectiveResult result = evaluate(objective, scores);

    assertThat(result.policyLoss()).isCloseTo(f * f, within(1e-10));
    // at the first position all of the gradient is on the raw logit of the token taken
    double[] byLogit = model.backward(result.gradients().get(0))[first];
    double[] expected = new double[4];
    expected[trajectory.tokenId(first + 1)] = 2 * f;
    assertThat(byLogit).containsExactly(expected, within(1e-10));
  }

  @Test
  void evaluate_rewardAndBetaScaled_isUnchanged() {
    TrajectoryScores small = withPartition(answer(1, 1), .7, .2);
    TrajectoryScores large = withPartition(answer(3, 1), .7, .2);

    assertThat(evaluate(new TbrmObjective(3 * BETA), large).policyLoss())
        .isCloseTo(evaluate(objective, small).policyLoss(), within(EXACT));
  }

  @Test
  void losses_directAndIterative_disagreeOnTheOptimum() {
    // two arms, r / beta = (10, 0), log pi_ref left out: the action values should be (10, 0)
    double[] start = {0, 0};
    double[] optimum = {10, 0};

    assertThat(armsLoss(start, LogProbabilities.logSumExp(start))).isCloseTo(50, within(EXACT));
    assertThat(armsLoss(optimum, LogProbabilities.logSumExp(optimum))).isCloseTo(0, within(EXACT));
    // with the value frozen where it starts, at log 2, the optimum looks worse than the start
    assertThat(armsLoss(start, Math.log(2))).isCloseTo(50, within(EXACT));
    assertThat(armsLoss(optimum, Math.log(2))).isCloseTo(86.618, within(5e-4));
  }

  @Test
  void descent_directLoss_leavesTheStartForTheOptimum() {
    double[] logits = {0, 0};
    for (int update = 0; update < 100; update++) {
      double[] logProbs = LogProbabilities.logSoftmax(logits);
      ObjectiveResult result = arms(logProbs, LogProbabilities.logSumExp(logits));
      double[] byLogit = new double[2];
      for (int arm = 0; arm < 2; arm++) {
        double byLogProb = result.gradients().get(arm).get(Score.LOG_PROB).orElseThrow()[0];
        double byPartition = result.gradients().get(arm).get(Score.LOG_PARTITION).orElseThrow()[0];
        for (int j = 0; j < 2; j++) {
          double probability = Math.exp(logProbs[j]);
          byLogit[j] += byLogProb * ((j == arm ? 1 : 0) - probability) + byPartition * probability;
        }
      }
      logits[0] -= .5 * byLogit[0];
      logits[1] -= .5 * byLogit[1];
    }

    assertThat(logits).containsExactly(new double[] {10, 0}, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-5, 0, 3})
  void losses_partialSupport_leaveTheUnseenLogitFree(double unseen) {
    // three arms under a uniform reference; those of reward 1 and -1 are fitted whatever the third
    double[] logits = {1 / BETA - Math.log(3), -1 / BETA - Math.log(3), unseen};
    double[] logProbs = LogProbabilities.logSoftmax(logits);
    for (int arm = 0; arm < 2; arm++) {
      TrajectoryScores scores =
          new TrajectoryScores(
              answer(arm == 0 ? 1 : -1, 1),
              Map.of(
                  Score.LOG_PROB, new double[] {logProbs[arm]},
                  Score.REFERENCE_LOG_PROB, new double[] {-Math.log(3)},
                  Score.LOG_PARTITION, new double[] {LogProbabilities.logSumExp(logits)}));

      assertThat(evaluate(objective, scores).policyLoss()).isCloseTo(0, within(EXACT));
    }
  }

  @Test
  void diagnostics_trajectory_areInTheRewardsUnit() {
    Diagnostics diagnostics =
        evaluate(objective, withPartition(answer(1, 2), .7, .2, .4)).diagnostics();

    // f = .7 + .6 - 2 = -.7
    assertThat(diagnostics.mean("residual/success")).isCloseTo(-.35, within(EXACT));
    assertThat(diagnostics.mean("value/first/success")).isCloseTo(.35, within(EXACT));
    assertThat(diagnostics.mean("betaLogRatio/first")).isCloseTo(.3, within(EXACT));
  }

  @Test
  void settings_ofTheObjective_areItsOwn() {
    assertThat(objective.beta()).isEqualTo(BETA);
    assertThat(objective.name()).isEqualTo("tbrm");
    assertThat(TbrmObjective.DEFAULT_BETA).isEqualTo(.002);
    assertThat(objective.requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.LOG_PARTITION);
  }

  @Test
  void constructor_badBeta_isRejected() {
    assertThatThrownBy(() -> new TbrmObjective(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got Infinity");
  }

  private double armsLoss(double[] logits, double value) {
    return arms(LogProbabilities.logSoftmax(logits), value).policyLoss();
  }

  /** One trajectory of each of two arms of rewards 10 beta and 0. */
  private ObjectiveResult arms(double[] logProbs, double value) {
    List<TrajectoryScores> batch = new ArrayList<>();
    for (int arm = 0; arm < 2; arm++) {
      batch.add(
          new TrajectoryScores(
              answer(arm == 0 ? 10 * BETA : 0, 1),
              Map.of(
                  Score.LOG_PROB, new double[] {logProbs[arm]},
                  Score.REFERENCE_LOG_PROB, new double[1],
                  Score.LOG_PARTITION, new double[] {value})));
    }
    return ObjectiveCase.of(objective).evaluate(batch);
  }

  /** The partition of the first position; others are not to be read. */
  private static TrajectoryScores withPartition(
      Trajectory trajectory, double partition, double... logRatios) {
    double[] partitions = new double[logRatios.length];
    Arrays.fill(partitions, Double.NaN);
    partitions[0] = partition;
    return Examples.with(
        scores(trajectory, logRatios, new double[logRatios.length]),
        Score.LOG_PARTITION,
        partitions);
  }
}
