package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static dev.oreo.objective.Examples.scores;
import static dev.oreo.objective.ObjectiveResults.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.Lists;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not change the losses, and what must change them in a known way. */
final class SoftBellmanInvarianceTest {
  /** Sums of tens of terms near 1, in another order. */
  private static final double EXACT = 1e-12;

  private final Random random = new Random(11);

  @ParameterizedTest
  @EnumSource
  void evaluate_atInitialisation_isMeanSquaredRewardWithoutKl(Granularity granularity) {
    // pi = pi_ref and V = 0: delta = -R, so the losses are the success rate of 0/1 rewards
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(granularity).klEstimator(KlEstimator.K3).build();
    List<TrajectoryScores> batch = new ArrayList<>();
    for (double reward : new double[] {1, 0, 0, 1, 1}) {
      batch.add(scores(answer(reward, 2, 3), new double[5], new double[5]));
    }

    ObjectiveResult result = Examples.evaluate(objective, batch, counts(batch));

    assertThat(result.valueLoss()).isCloseTo(.6, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.6, within(EXACT));
    assertThat(result.diagnostics().mean("kl")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void policyGradient_atInitialisation_isZeroForFailures(Granularity granularity) {
    double[] success = initialPolicyGradient(granularity, 1);
    double[] failure = initialPolicyGradient(granularity, 0);

    assertThat(failure).containsOnly(0);
    assertThat(Arrays.stream(success)).allMatch(g -> g < 0);
  }

  @ParameterizedTest
  @EnumSource
  void policyGradient_rewardsOfBothSigns_areEqualAndOpposite(Granularity granularity) {
    double[] negated = Arrays.stream(initialPolicyGradient(granularity, -1)).map(g -> -g).toArray();

    assertThat(initialPolicyGradient(granularity, 1)).containsExactly(negated);
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_otherScoresAtUnscoredPositions_isUnchanged(Granularity granularity) {
    Trajectory agent =
        Trajectory.of("agent", new int[10], List.of(new Step(3, 5, .25), new Step(7, 9, 1)));
    TrajectoryScores scores = Examples.randomScores(agent, random);
    TrajectoryScores disturbed = scores;
    for (Score score : Score.values()) {
      double[] values = scores.get(score).clone();
      for (int p = 0; p < values.length; p++) {
        values[p] = agent.actionMask()[p] ? values[p] : Double.NaN;
      }
      disturbed = Examples.with(disturbed, score, values);
    }

    for (SoftBellmanObjective objective : objectives(granularity)) {
      assertSame(evaluate(objective, disturbed), evaluate(objective, scores), 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_longerPromptAndTail_movesTheGradientsOnly(Granularity granularity) {
    TrajectoryScores bare = scores(answer(1, 2, 1), new double[] {.2, -.4, .6}, new double[3]);
    Trajectory padded =
        Trajectory.of("padded", new int[8], List.of(new Step(3, 5, 0), new Step(5, 6, 1)));
    TrajectoryScores shifted =
        scores(padded, new double[] {5, 5, .2, -.4, .6, 5, 5}, new double[] {7, 7, 0, 0, 0, 7, 7});
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(granularity).klEstimator(KlEstimator.K3).build();

    ObjectiveResult expected = evaluate(objective, bare);
    ObjectiveResult actual = evaluate(objective, shifted);

    assertThat(actual.policyLoss()).isEqualTo(expected.policyLoss());
    assertThat(actual.valueLoss()).isEqualTo(expected.valueLoss());
    for (Score score : List.of(Score.LOG_PROB, Score.VALUE)) {
      double[] g = gradient(expected, score);
      assertThat(gradient(actual, score)).containsExactly(0, 0, g[0], g[1], g[2], 0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_rewardAndValueShifted_isUnchanged(Granularity granularity) {
    double[] values = {.3, .5, .9};
    double[] shifted = Arrays.stream(values).map(v -> v + 3).toArray();
    double[] logRatios = {.2, -.4, .6};

    ObjectiveResult there =
        evaluate(plain(granularity, .5), scores(answer(4, 2, 1), logRatios, shifted));
    ObjectiveResult here =
        evaluate(plain(granularity, .5), scores(answer(1, 2, 1), logRatios, values));

    assertThat(there.policyLoss()).isCloseTo(here.policyLoss(), within(EXACT));
    assertThat(there.valueLoss()).isCloseTo(here.valueLoss(), within(EXACT));
    assertThat(gradient(there, Score.LOG_PROB))
        .containsExactly(gradient(here, Score.LOG_PROB), within(EXACT));
    assertThat(gradient(there, Score.VALUE))
        .containsExactly(gradient(here, Score.VALUE), within(EXACT));
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_rewardValueAndBetaScaled_scalesTheLossesBySquare(Granularity granularity) {
    double[] values = {.3, .5, .9};
    double[] tripled = Arrays.stream(values).map(v -> 3 * v).toArray();
    double[] logRatios = {.2, -.4, .6};

    ObjectiveResult small =
        evaluate(plain(granularity, .5), scores(answer(1, 2, 1), logRatios, values));
    ObjectiveResult large =
        evaluate(plain(granularity, 1.5), scores(answer(3, 2, 1), logRatios, tripled));

    assertThat(large.policyLoss()).isCloseTo(9 * small.policyLoss(), within(EXACT));
    assertThat(large.valueLoss()).isCloseTo(9 * small.valueLoss(), within(EXACT));
  }

  @Test
  void stepLevel_stepsOfOneToken_isTokenLevel() {
    TrajectoryScores scores = Examples.randomScores(answer(1, 1, 1, 1, 1), random);

    assertSame(
        evaluate(plain(Granularity.STEP, .5), scores),
        evaluate(plain(Granularity.TOKEN, .5), scores),
        EXACT);
  }

  @Test
  void stepLevel_oneStep_isResponseLevelForThePolicy() {
    TrajectoryScores scores = Examples.randomScores(answer(1, 4), random);

    ObjectiveResult step = evaluate(plain(Granularity.STEP, .5), scores);
    ObjectiveResult response = evaluate(plain(Granularity.RESPONSE, .5), scores);

    assertThat(step.policyLoss()).isCloseTo(response.policyLoss(), within(EXACT));
    assertThat(gradient(step, Score.LOG_PROB))
        .containsExactly(gradient(response, Score.LOG_PROB), within(EXACT));
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_oneToken_isTheSameAtEveryGranularity(Granularity granularity) {
    TrajectoryScores scores = Examples.randomScores(answer(1, 1), random);

    assertSame(
        evaluate(plain(granularity, .5), scores),
        evaluate(plain(Granularity.TOKEN, .5), scores),
        EXACT);
  }

  @Test
  void policyLoss_tokenLevelWithoutRegulariser_isTheValueLoss() {
    for (int trial = 0; trial < 20; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 5), random);

      for (Granularity granularity : List.of(Granularity.TOKEN, Granularity.STEP)) {
        ObjectiveResult result = evaluate(plain(granularity, .5), scores);

        assertThat(result.policyLoss()).isCloseTo(result.valueLoss(), within(EXACT));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_microBatches_addUpToTheBatch(Granularity granularity) {
    List<TrajectoryScores> batch = randomBatch(16);

    for (SoftBellmanObjective objective : objectives(granularity)) {
      ObjectiveResult whole = Examples.evaluate(objective, batch, counts(batch));
      for (int size : new int[] {1, 3, 8}) {
        assertSame(inParts(objective, batch, size), whole, EXACT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_permutedBatch_permutesTheGradients(Granularity granularity) {
    List<TrajectoryScores> batch = randomBatch(6);
    List<TrajectoryScores> reversed = new ArrayList<>(batch);
    Collections.reverse(reversed);

    for (SoftBellmanObjective objective : objectives(granularity)) {
      ObjectiveResult there = Examples.evaluate(objective, batch, counts(batch));
      ObjectiveResult back = Examples.evaluate(objective, reversed, counts(batch));

      assertSame(
          new ObjectiveResult(
              back.policyLoss(),
              back.valueLoss(),
              Lists.reverse(back.gradients()),
              back.diagnostics()),
          there,
          EXACT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_duplicatedTrajectory_countsTwice(Granularity granularity) {
    TrajectoryScores scores = Examples.randomScores(answer(1, 2, 1), random);
    TrajectoryScores other = Examples.randomScores(answer(0, 1, 3), random);
    SoftBellmanObjective objective = objectives(granularity).get(0);

    List<TrajectoryScores> batch = List.of(scores, scores, other);
    ObjectiveResult result = Examples.evaluate(objective, batch, counts(batch));

    ObjectiveResult alone = evaluate(objective, scores);
    ObjectiveResult otherAlone = evaluate(objective, other);
    assertThat(result.policyLoss())
        .isCloseTo((2 * alone.policyLoss() + otherAlone.policyLoss()) / 3, within(EXACT));
    assertThat(result.valueLoss())
        .isCloseTo((2 * alone.valueLoss() + otherAlone.valueLoss()) / 3, within(EXACT));
    assertThat(gradient(result, Score.VALUE)[0] * 3)
        .isCloseTo(gradient(alone, Score.VALUE)[0], within(EXACT));
  }

  private static double[] initialPolicyGradient(Granularity granularity, double reward) {
    TrajectoryScores scores = scores(answer(reward, 2, 3), new double[5], new double[5]);
    return gradient(evaluate(plain(granularity, .5), scores), Score.LOG_PROB);
  }

  private List<TrajectoryScores> randomBatch(int size) {
    List<TrajectoryScores> batch = new ArrayList<>();
    for (int b = 0; b < size; b++) {
      batch.add(Examples.randomScores(Examples.randomTrajectory(random, 5), random));
    }
    return batch;
  }

  private static ObjectiveResult inParts(
      Objective<Trajectory> objective, List<TrajectoryScores> batch, int size) {
    double policyLoss = 0;
    double valueLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (List<TrajectoryScores> part : Lists.partition(batch, size)) {
      ObjectiveResult result = Examples.evaluate(objective, part, counts(batch));
      policyLoss += result.policyLoss();
      valueLoss += result.valueLoss();
      gradients.addAll(result.gradients());
      diagnostics.addAll(result.diagnostics());
    }
    return new ObjectiveResult(policyLoss, valueLoss, gradients, diagnostics);
  }

  private static BatchCounts counts(List<TrajectoryScores> batch) {
    return BatchCounts.of(batch.stream().map(TrajectoryScores::trajectory).toList());
  }

  private static SoftBellmanObjective plain(Granularity granularity, double beta) {
    return SoftBellmanObjective.builder(granularity).beta(beta).klCoefficient(0).build();
  }

  private static List<SoftBellmanObjective> objectives(Granularity granularity) {
    List<SoftBellmanObjective> objectives = new ArrayList<>();
    for (KlEstimator estimator : KlEstimator.values()) {
      objectives.add(SoftBellmanObjective.builder(granularity).klEstimator(estimator).build());
    }
    objectives.addAll(SoftBellmanVariants.all(granularity));
    return objectives;
  }
}
