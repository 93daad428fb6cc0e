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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SoftBellmanObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /*
   * The worked vector: three tokens, beta 0.5, reward 1.
   * d = [.2, -.4, .6], so Lambda = [.2-.4+.6, -.4+.6, .6] = [.4, .2, .6].
   * delta = V + .5 Lambda - 1 = [.3+.2-1, .5+.1-1, .9+.3-1] = [-.5, -.4, .2].
   */
  private static final double BETA = 0.5;
  private static final double[] LOG_RATIOS = {.2, -.4, .6};
  private static final double[] VALUES = {.3, .5, .9};

  @Test
  void evaluate_tokenLevel_isTheWorkedExample() {
    ObjectiveResult result =
        evaluate(plain(Granularity.TOKEN), scores(answer(1, 3), LOG_RATIOS, VALUES));

    // (.25 + .16 + .04) / 3; g_V = 2 delta / 3; g_l = 2 * .5 * delta / 3
    assertThat(result.valueLoss()).isCloseTo(.15, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.15, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-1 / 3.0, -.8 / 3, .4 / 3}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.5 / 3, -.4 / 3, .2 / 3}, within(EXACT));
  }

  @Test
  void evaluate_stepLevel_isTheWorkedExample() {
    ObjectiveResult result =
        evaluate(plain(Granularity.STEP), scores(answer(1, 2, 1), LOG_RATIOS, VALUES));

    // states 0 and 2: (.25 + .04) / 2; g_V = 2 delta / 2; g_l = 2 * .5 * delta of the step / 2
    assertThat(result.valueLoss()).isCloseTo(.145, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.145, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-.5, 0, .2}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.25, -.25, .1}, within(EXACT));
  }

  @Test
  void evaluate_responseLevel_isTheWorkedExample() {
    ObjectiveResult result =
        evaluate(plain(Granularity.RESPONSE), scores(answer(1, 2, 1), LOG_RATIOS, VALUES));

    // the policy reads state 0 only: .25; g_l = 2 * .5 * -.5. The critic is the token level's.
    assertThat(result.policyLoss()).isCloseTo(.25, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.5, -.5, -.5}, within(EXACT));
    assertThat(result.valueLoss()).isCloseTo(.15, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-1 / 3.0, -.8 / 3, .4 / 3}, within(EXACT));
  }

  @Test
  void evaluate_stepRewards_useTheReturnToGoOfTheOwningStep() {
    // two steps of two tokens earning .25 and 1; pi = pi_ref, V = 0, so delta = -R_t
    Trajectory trajectory =
        Trajectory.of("t", new int[5], List.of(new Step(1, 3, .25), new Step(3, 5, 1)));

    ObjectiveResult result =
        evaluate(plain(Granularity.TOKEN), scores(trajectory, new double[4], new double[4]));

    assertThat(result.diagnostics().samples("residual/success"))
        .containsExactly(-1.25, -1.25, -1, -1);
    assertThat(result.valueLoss()).isCloseTo((2 * 1.5625 + 2) / 4, within(EXACT));
  }

  @Test
  void evaluate_batchOfFour_dividesByTheBatchNotTheMicroBatch() {
    TrajectoryScores scores = scores(answer(1, 3), LOG_RATIOS, VALUES);

    ObjectiveResult result =
        Examples.evaluate(plain(Granularity.TOKEN), List.of(scores), new BatchCounts(4, 4, 50));

    assertThat(result.valueLoss()).isCloseTo(.15 / 4, within(EXACT));
    assertThat(gradient(result, Score.VALUE)[0]).isCloseTo(-1 / 12.0, within(EXACT));
  }

  @Test
  void evaluate_exactKl_addsItsTokenMeanAndSendsItsWeight() {
    // two action tokens with an observation between, KL .3 and .5 (9 is not an action's)
    Trajectory trajectory =
        Trajectory.of("t", new int[4], List.of(new Step(1, 2, 0), new Step(3, 4, 0)));
    TrajectoryScores scores =
        Examples.with(
            scores(trajectory, new double[3], new double[3]),
            Score.REVERSE_KL,
            new double[] {.3, 9, .5});
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(Granularity.STEP).klCoefficient(.1).build();

    ObjectiveResult result =
        Examples.evaluate(objective, List.of(scores), new BatchCounts(2, 2, 4));

    // .1 * (.3 + .5) / 2 / B; weight .1 / (B M) = .1 / 4
    assertThat(result.policyLoss()).isCloseTo(.02, within(EXACT));
    assertThat(gradient(result, Score.REVERSE_KL))
        .containsExactly(new double[] {.025, 0, .025}, within(EXACT));
    assertThat(result.diagnostics().samples("kl")[0]).isCloseTo(.4, within(EXACT));
    assertThat(result.gradients().get(0).get(Score.FORWARD_KL)).isEmpty();
  }

  @Test
  void evaluate_k3_isPartOfTheLogProbGradient() {
    // V + beta d - R = 0 leaves only k3 = exp(-ln 2) + ln 2 - 1, derivative 1 - exp(-ln 2) = .5
    double d = Math.log(2);
    TrajectoryScores scores = scores(answer(1, 1), new double[] {d}, new double[] {1 - BETA * d});
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(Granularity.TOKEN)
            .beta(BETA)
            .klEstimator(KlEstimator.K3)
            .klCoefficient(.2)
            .build();

    ObjectiveResult result = evaluate(objective, scores);

    assertThat(result.policyLoss()).isCloseTo(.2 * (d - .5), within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB)[0]).isCloseTo(.1, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"TOKEN, 0.01", "STEP, 0.1", "RESPONSE, 0.3"})
  void builder_defaults_areThePapers(Granularity granularity, double klCoefficient) {
    SoftBellmanObjective objective = SoftBellmanObjective.builder(granularity).build();

    assertThat(objective.granularity()).isEqualTo(granularity);
    assertThat(objective.beta()).isEqualTo(0.03);
    assertThat(objective.klCoefficient()).isEqualTo(klCoefficient);
    assertThat(objective.klEstimator()).isEqualTo(KlEstimator.EXACT_REVERSE);
    assertThat(objective.name()).isEqualTo("oreo");
  }

  @Test
  void requiredScores_estimators_nameTheirDivergence() {
    assertThat(required(KlEstimator.EXACT_REVERSE, 1))
        .containsExactlyInAnyOrder(
            Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE, Score.REVERSE_KL);
    assertThat(required(KlEstimator.EXACT_FORWARD, 1))
        .containsExactlyInAnyOrder(
            Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE, Score.FORWARD_KL);
    assertThat(required(KlEstimator.K3, 1))
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
    assertThat(required(KlEstimator.EXACT_REVERSE, 0))
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
  }

  @Test
  void diagnostics_workedExample_haveTheDocumentedSamples() {
    Diagnostics diagnostics =
        evaluate(plain(Granularity.TOKEN), scores(answer(1, 3), LOG_RATIOS, VALUES)).diagnostics();

    assertThat(diagnostics.samples("residual/success"))
        .containsExactly(new double[] {-.5, -.4, .2}, within(EXACT));
    assertThat(diagnostics.samples("residual/quarter1")).hasSize(1);
    assertThat(diagnostics.samples("residual/quarter4")).isEmpty();
    assertThat(diagnostics.samples("value/first/success")).containsExactly(.3);
    assertThat(diagnostics.samples("value/last/success")).containsExactly(.9);
    assertThat(diagnostics.mean("betaLogRatio/first")).isCloseTo(.2, within(EXACT));
    assertThat(diagnostics.mean("policyLoss/bellman")).isCloseTo(.15, within(EXACT));
    // mean over tokens of exp(-d) + d - 1
    double k3 = (Math.exp(-.2) + .2 + Math.exp(.4) - .4 + Math.exp(-.6) + .6 - 3) / 3;
    assertThat(diagnostics.mean("kl")).isCloseTo(k3, within(EXACT));
    assertThat(diagnostics.samples("reward")).containsExactly(1);
    assertThat(diagnostics.samples("length")).containsExactly(3);
    assertThat(diagnostics.samples("truncated")).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1})
  void diagnostics_rewardNotAboveZero_areAFailures(double reward) {
    Diagnostics diagnostics =
        evaluate(
                plain(Granularity.STEP),
                scores(answer(reward, 2, 1).truncate(3), new double[2], new double[2]))
            .diagnostics();

    assertThat(diagnostics.samples("residual/failure")).containsExactly(0 - reward);
    assertThat(diagnostics.samples("value/first/failure")).hasSize(1);
    assertThat(diagnostics.names()).noneMatch(name -> name.endsWith("success"));
    assertThat(diagnostics.samples("truncated")).containsExactly(1);
  }

  @Test
  void evaluate_missingScore_isRejected() {
    TrajectoryScores scores = scores(answer(1, 1), new double[1], new double[1]);
    SoftBellmanObjective objective = SoftBellmanObjective.builder(Granularity.TOKEN).build();

    assertThatThrownBy(() -> evaluate(objective, scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "REVERSE_KL must be among the scores of trajectory answer,"
                + " got [LOG_PROB, REFERENCE_LOG_PROB, VALUE]");
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_moreTrajectoriesThanTheBatch_isRejected(Granularity granularity) {
    TrajectoryScores scores = scores(answer(1, 1), new double[1], new double[1]);

    assertThatThrownBy(
            () ->
                Examples.evaluate(
                    plain(granularity), List.of(scores, scores), new BatchCounts(1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  @Test
  void evaluate_noTrajectories_isZero() {
    ObjectiveResult result =
        Examples.evaluate(plain(Granularity.TOKEN), List.of(), new BatchCounts(1, 1, 1));

    assertThat(result.policyLoss()).isZero();
    assertThat(result.valueLoss()).isZero();
    assertThat(result.gradients()).isEmpty();
  }

  @Test
  void builder_badBeta_isRejected() {
    SoftBellmanObjective.Builder builder = SoftBellmanObjective.builder(Granularity.TOKEN);

    assertThatThrownBy(() -> builder.beta(-0.03))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got -0.03");
    assertThatThrownBy(() -> builder.beta(0)).hasMessage("beta must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> builder.beta(Double.NaN))
        .hasMessage("beta must be finite and > 0, got NaN");
    assertThatThrownBy(() -> builder.beta(Double.POSITIVE_INFINITY))
        .hasMessage("beta must be finite and > 0, got Infinity");
  }

  @Test
  void builder_badKlCoefficient_isRejected() {
    SoftBellmanObjective.Builder builder = SoftBellmanObjective.builder(Granularity.TOKEN);

    assertThatThrownBy(() -> builder.klCoefficient(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("klCoefficient must be finite and >= 0, got -1.0");
    assertThatThrownBy(() -> builder.klCoefficient(Double.NaN))
        .hasMessage("klCoefficient must be finite and >= 0, got NaN");
  }

  private static SoftBellmanObjective plain(Granularity granularity) {
    return SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(0).build();
  }

  private static Iterable<Score> required(KlEstimator estimator, double coefficient) {
    return SoftBellmanObjective.builder(Granularity.TOKEN)
        .klEstimator(estimator)
        .klCoefficient(coefficient)
        .build()
        .requiredScores();
  }
}
