package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static dev.oreo.objective.Examples.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DroVObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /*
   * The worked vector: three tokens, tau 0.5, reward 1, V(s_0) = .3.
   * Lambda_0 = .2 - .4 + .6 = .4, so e = 1 - .3 - .5 * .4 = .5.
   */
  private static final double TAU = 0.5;
  private static final double[] LOG_RATIOS = {.2, -.4, .6};
  private static final double[] VALUES = {.3, .5, .9};

  private final DroVObjective objective = new DroVObjective(TAU);

  @Test
  void evaluate_workedVector_readsTheValueOfThePromptOnly() {
    ObjectiveResult result = evaluate(objective, scores(answer(1, 3), LOG_RATIOS, VALUES));

    // 1/2 * .25; g_V = -e; the policy's are divided by tau
    assertThat(result.valueLoss()).isCloseTo(.125, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.25, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-.5, 0, 0}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.5, -.5, -.5}, within(EXACT));
  }

  @Test
  void policyGradient_anyTau_isTheRawOneOverTau() {
    // d(1/2 e^2) / dl = -tau e, with e = r - V - tau Lambda_0
    for (double tau : new double[] {.1, 1, 5}) {
      ObjectiveResult result =
          evaluate(new DroVObjective(tau), scores(answer(1, 3), LOG_RATIOS, VALUES));
      double raw = -tau * (1 - .3 - tau * .4);

      assertThat(gradient(result, Score.LOG_PROB)[1]).isCloseTo(raw / tau, within(EXACT));
    }
  }

  @Test
  void evaluate_atInitialisation_isTheReward() {
    ObjectiveResult result =
        evaluate(objective, scores(answer(1, 2), new double[2], new double[2]));

    assertThat(result.valueLoss()).isCloseTo(.5, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB)).containsExactly(-1, -1);
    assertThat(result.diagnostics().samples("kl")).containsExactly(0);
    ObjectiveResult failure =
        evaluate(objective, scores(answer(0, 2), new double[2], new double[2]));
    assertThat(gradient(failure, Score.LOG_PROB)).containsExactly(new double[2], within(EXACT));
  }

  @Test
  void evaluate_severalTurns_sumsTheirRewardsAndSkipsObservations() {
    Trajectory agent =
        Trajectory.of("agent", new int[6], List.of(new Step(2, 3, .25), new Step(4, 6, 1)));
    double[] logRatios = {9, .2, 9, -.4, .6};
    double[] values = {9, .3, 9, 9, 9};

    ObjectiveResult result = evaluate(objective, scores(agent, logRatios, values));

    // e = 1.25 - .3 - .5 * .4 = .75
    assertThat(result.valueLoss()).isCloseTo(.28125, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {0, -.75, 0, 0, 0}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {0, -.75, 0, -.75, -.75}, within(EXACT));
  }

  @Test
  void evaluate_anyTrajectory_isHalfOfOreoAtThePrompt() {
    Random random = new Random(3);
    SoftBellmanObjective oreo =
        SoftBellmanObjective.builder(Granularity.RESPONSE).beta(TAU).klCoefficient(0).build();
    for (int trial = 0; trial < 20; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 5), random);
      ObjectiveResult expected = evaluate(oreo, scores);

      ObjectiveResult result = evaluate(objective, scores);

      assertThat(result.valueLoss()).isCloseTo(expected.policyLoss() / 2, within(1e-11));
      double[] byLogProb = gradient(expected, Score.LOG_PROB);
      for (int p = 0; p < byLogProb.length; p++) {
        assertThat(gradient(result, Score.LOG_PROB)[p])
            .isCloseTo(byLogProb[p] / (2 * TAU), within(1e-11));
      }
    }
  }

  @Test
  void evaluate_rewardAndValueShifted_isUnchanged() {
    ObjectiveResult here = evaluate(objective, scores(answer(1, 3), LOG_RATIOS, VALUES));
    ObjectiveResult there =
        evaluate(objective, scores(answer(4, 3), LOG_RATIOS, new double[] {3.3, 0, 0}));

    assertThat(there.valueLoss()).isCloseTo(here.valueLoss(), within(EXACT));
    assertThat(there.policyLoss()).isCloseTo(here.policyLoss(), within(EXACT));
  }

  @Test
  void evaluate_rewardValueAndTauScaled_scalesTheValueLossBySquare() {
    ObjectiveResult small = evaluate(objective, scores(answer(1, 3), LOG_RATIOS, VALUES));
    ObjectiveResult large =
        evaluate(
            new DroVObjective(3 * TAU),
            scores(answer(3, 3), LOG_RATIOS, new double[] {.9, 1.5, 2.7}));

    assertThat(large.valueLoss()).isCloseTo(9 * small.valueLoss(), within(EXACT));
    // the policy's loss is divided by tau, which is three times as large
    assertThat(large.policyLoss()).isCloseTo(3 * small.policyLoss(), within(EXACT));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.95, 0.99})
  void losses_partialSupport_vanishOnAWholeFamily(double value) {
    // three arms under a uniform reference, tau .1; only those of reward 1 and -1 are ever seen:
    // any V from .8901388 on has a policy of residual 0, with the rest left to the unseen arm
    double seen = 0;
    for (double reward : new double[] {1, -1}) {
      double logProb = (reward - value) / .1 - Math.log(3);
      seen += Math.exp(logProb);
      TrajectoryScores arm =
          new TrajectoryScores(
              answer(reward, 1),
              Map.of(
                  Score.LOG_PROB, new double[] {logProb},
                  Score.REFERENCE_LOG_PROB, new double[] {-Math.log(3)},
                  Score.VALUE, new double[] {value}));

      ObjectiveResult result = evaluate(new DroVObjective(.1), arm);

      assertThat(result.valueLoss()).isCloseTo(0, within(EXACT));
      assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
      assertThat(gradient(result, Score.LOG_PROB)[0]).isCloseTo(0, within(EXACT));
    }
    assertThat(seen).isLessThan(1);
  }

  @Test
  void diagnostics_trajectory_haveTheDocumentedSamples() {
    Diagnostics diagnostics =
        evaluate(objective, scores(answer(1, 3), LOG_RATIOS, VALUES)).diagnostics();

    assertThat(diagnostics.names())
        .containsExactlyInAnyOrder(
            "residual/success",
            "value/first/success",
            "betaLogRatio/first",
            "kl",
            "reward",
            "length",
            "truncated");
    assertThat(diagnostics.mean("residual/success")).isCloseTo(-.5, within(EXACT));
    assertThat(diagnostics.mean("value/first/success")).isEqualTo(.3);
    assertThat(diagnostics.mean("betaLogRatio/first")).isCloseTo(.2, within(EXACT));
  }

  @Test
  void settings_ofTheObjective_areItsOwn() {
    assertThat(objective.tau()).isEqualTo(TAU);
    assertThat(objective.name()).isEqualTo("dro-v");
    assertThat(DroVObjective.DEFAULT_TAU).isEqualTo(1);
    assertThat(objective.requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
  }

  @Test
  void constructor_badTau_isRejected() {
    assertThatThrownBy(() -> new DroVObjective(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tau must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> new DroVObjective(Double.NaN))
        .hasMessage("tau must be finite and > 0, got NaN");
  }
}
