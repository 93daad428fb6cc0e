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
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DqoObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /*
   * The worked vector: three tokens, beta .5, reward 1, so
   * rho = r - .5 d = [-.1, .2, 1 - .3] = [-.1, .2, .7].
   */
  private static final double BETA = 0.5;
  private static final double[] LOG_RATIOS = {.2, -.4, .6};
  private static final double[] VALUES = {.3, .5, .9};

  @Test
  void evaluate_lambdaOne_isOreosWorkedExample() {
    ObjectiveResult result = evaluate(plain(1).build(), worked());

    // G = [.8, .9, .7], V - G = delta = [-.5, -.4, .2]
    assertThat(result.valueLoss()).isCloseTo(.15, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.15, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-1 / 3.0, -.8 / 3, .4 / 3}, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.5 / 3, -.4 / 3, .2 / 3}, within(EXACT));
  }

  @Test
  void evaluate_lambdaZero_isTheWorkedExample() {
    ObjectiveResult result = evaluate(plain(0).build(), worked());

    // G = rho_t + V_{t+1} = [.4, 1.1, .7]; V - G = [-.1, -.6, .2], squares .41
    assertThat(result.diagnostics().samples("residual/success"))
        .containsExactly(new double[] {-.1, -.6, .2}, within(EXACT));
    assertThat(result.valueLoss()).isCloseTo(.41 / 3, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-.2 / 3, -1.2 / 3, .4 / 3}, within(EXACT));
    // V - rho - G_{t+1} = [.3+.1-1.1, .5-.2-.7, .9-.7] = [-.7, -.4, .2], squares .69
    assertThat(result.policyLoss()).isCloseTo(.23, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.7 / 3, -.4 / 3, .2 / 3}, within(EXACT));
  }

  @Test
  void evaluate_lambdaHalf_isTheWorkedExample() {
    ObjectiveResult result = evaluate(plain(.5).build(), worked());

    // G_2 = .7; G_1 = .2 + .45 + .35 = 1; G_0 = -.1 + .25 + .5 = .65; V - G = [-.35, -.5, .2]
    assertThat(result.valueLoss()).isCloseTo(.1375, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-.7 / 3, -1 / 3.0, .4 / 3}, within(EXACT));
    // V - rho - G_{t+1} = [.3+.1-1, .5-.2-.7, .2] = [-.6, -.4, .2], squares .56
    assertThat(result.policyLoss()).isCloseTo(.56 / 3, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.2, -.4 / 3, .2 / 3}, within(EXACT));
  }

  @Test
  void fullGradient_workedExample_reachesLaterTokens() {
    // lambda 1: (2 beta / 3) cumsum(delta) = [-.5, -.9, -.7] / 3
    assertThat(gradient(evaluate(plain(1).fullGradient(true).build(), worked()), Score.LOG_PROB))
        .containsExactly(new double[] {-.5 / 3, -.9 / 3, -.7 / 3}, within(EXACT));
    // lambda .5, e = [-.6, -.4, .2]: [-.6, -.4 - .6, .2 - .4 - .5 * .6] / 3
    assertThat(gradient(evaluate(plain(.5).fullGradient(true).build(), worked()), Score.LOG_PROB))
        .containsExactly(new double[] {-.2, -1 / 3.0, -.5 / 3}, within(EXACT));
    // lambda 0, e = [-.7, -.4, .2]: only the token before, [-.7, -.4 - .7, .2 - .4] / 3
    assertThat(gradient(evaluate(plain(0).fullGradient(true).build(), worked()), Score.LOG_PROB))
        .containsExactly(new double[] {-.7 / 3, -1.1 / 3, -.2 / 3}, within(EXACT));
  }

  @Test
  void fullGradient_anyLambda_leavesLossesAndValueGradient() {
    ObjectiveResult with = evaluate(plain(.7).fullGradient(true).build(), worked());
    ObjectiveResult without = evaluate(plain(.7).build(), worked());

    assertThat(with.policyLoss()).isEqualTo(without.policyLoss());
    assertThat(with.valueLoss()).isEqualTo(without.valueLoss());
    assertThat(gradient(with, Score.VALUE)).containsExactly(gradient(without, Score.VALUE));
  }

  @Test
  void importanceWeight_workedExample_multipliesBothLossesAndGradients() {
    ObjectiveResult result = evaluate(plain(1).importanceWeight(true).build(), worked());

    // sum d = .4
    double weight = Math.exp(.4);
    assertThat(weight).isCloseTo(1.4918247, within(5e-8));
    assertThat(result.diagnostics().samples("importanceWeight"))
        .containsExactly(new double[] {weight}, within(EXACT));
    assertThat(result.valueLoss()).isCloseTo(.15 * weight, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.15 * weight, within(EXACT));
    assertThat(gradient(result, Score.VALUE)[0]).isCloseTo(-weight / 3, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB)[2]).isCloseTo(.2 * weight / 3, within(EXACT));
  }

  @Test
  void importanceWeight_largeLogRatios_isCappedAtE() {
    // all d eightfold: sum 3.2; and a sum that would overflow
    assertThat(weight(1.6, -3.2, 4.8)).isEqualTo(Math.E);
    assertThat(weight(1000, 0, 0)).isEqualTo(Math.E);
    assertThat(weight(0, 0, 0)).isEqualTo(1);
    assertThat(weight(-1, 0, -1)).isCloseTo(Math.exp(-2), within(EXACT));
  }

  @Test
  void evaluate_lambdaOneWithoutWeight_isOreoAtTokenLevel() {
    Random random = new Random(4);
    for (int trial = 0; trial < 30; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 5), random);
      for (KlEstimator estimator : KlEstimator.values()) {
        double klCoefficient = .2 * (trial % 2);
        ObjectiveResult dqo =
            evaluate(plain(1).klEstimator(estimator).klCoefficient(klCoefficient).build(), scores);
        ObjectiveResult oreo =
            evaluate(
                SoftBellmanObjective.builder(Granularity.TOKEN)
                    .beta(BETA)
                    .klEstimator(estimator)
                    .klCoefficient(klCoefficient)
                    .build(),
                scores);

        ObjectiveResults.assertSame(dqo, oreo, EXACT);
      }
    }
  }

  @Test
  void evaluate_processRewards_arePaidAtTheStepsLastToken() {
    // steps of two tokens earning .25 and 1; pi = pi_ref, V = 0, lambda 0: V - G = -r
    Trajectory trajectory =
        Trajectory.of("t", new int[6], List.of(new Step(1, 3, .25), new Step(4, 6, 1)));
    TrajectoryScores scores = scores(trajectory, new double[5], new double[5]);

    assertThat(evaluate(plain(0).build(), scores).diagnostics().samples("residual/success"))
        .containsExactly(0, -.25, 0, -1);
    // lambda 1: the returns to go
    assertThat(evaluate(plain(1).build(), scores).diagnostics().samples("residual/success"))
        .containsExactly(-1.25, -1.25, -1, -1);
  }

  @Test
  void evaluate_exactKl_isNotWeighted() {
    TrajectoryScores scores = Examples.with(worked(), Score.REVERSE_KL, new double[] {.3, .5, .1});

    ObjectiveResult result =
        evaluate(plain(1).importanceWeight(true).klCoefficient(.2).build(), scores);

    assertThat(result.policyLoss()).isCloseTo(.15 * Math.exp(.4) + .2 * .3, within(EXACT));
    assertThat(gradient(result, Score.REVERSE_KL))
        .containsExactly(new double[] {.2 / 3, .2 / 3, .2 / 3}, within(EXACT));
  }

  @Test
  void evaluate_noTrajectories_isZero() {
    ObjectiveResult result = evaluate(plain(1).build(), List.of(), new BatchCounts(1, 1, 1));

    assertThat(result.policyLoss()).isZero();
    assertThat(result.valueLoss()).isZero();
    assertThat(result.gradients()).isEmpty();
  }

  @Test
  void evaluate_moreTrajectoriesThanTheBatch_isRejected() {
    assertThatThrownBy(
            () -> evaluate(plain(1).build(), List.of(worked(), worked()), new BatchCounts(1, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  @Test
  void evaluate_missingScore_isRejected() {
    DqoObjective objective = DqoObjective.builder().klCoefficient(1).build();

    assertThatThrownBy(() -> evaluate(objective, worked()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "REVERSE_KL must be among the scores of trajectory answer,"
                + " got [LOG_PROB, REFERENCE_LOG_PROB, VALUE]");
  }

  @Test
  void diagnostics_workedExample_haveTheDocumentedSamples() {
    Diagnostics diagnostics =
        evaluate(plain(1).importanceWeight(true).build(), worked()).diagnostics();

    assertThat(diagnostics.names())
        .containsExactlyInAnyOrder(
            "residual/success",
            "residual/quarter1",
            "residual/quarter2",
            "residual/quarter3",
            "value/first/success",
            "value/last/success",
            "betaLogRatio/first",
            "policyLoss/bellman",
            "kl",
            "reward",
            "length",
            "truncated",
            "importanceWeight");
    assertThat(diagnostics.mean("betaLogRatio/first")).isCloseTo(.2, within(EXACT));
    assertThat(diagnostics.mean("policyLoss/bellman")).isCloseTo(.15 * Math.exp(.4), within(EXACT));
    assertThat(diagnostics.samples("value/last/success")).containsExactly(.9);
  }

  @Test
  void builder_defaults_areTheDocumented() {
    DqoObjective objective = DqoObjective.builder().build();

    assertThat(objective.name()).isEqualTo("dqo");
    assertThat(objective.beta()).isEqualTo(0.03);
    assertThat(objective.lambda()).isEqualTo(1);
    assertThat(objective.importanceWeight()).isTrue();
    assertThat(objective.fullGradient()).isFalse();
    assertThat(objective.klCoefficient()).isZero();
    assertThat(objective.klEstimator()).isEqualTo(KlEstimator.EXACT_REVERSE);
    assertThat(objective.requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
    assertThat(DqoObjective.builder().klCoefficient(1).build().requiredScores())
        .contains(Score.REVERSE_KL);
  }

  @Test
  void builder_badSettings_areRejected() {
    DqoObjective.Builder builder = DqoObjective.builder();

    assertThatThrownBy(() -> builder.beta(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> builder.beta(Double.NaN))
        .hasMessage("beta must be finite and > 0, got NaN");
    assertThatThrownBy(() -> builder.lambda(-.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lambda must be in [0, 1], got -0.1");
    assertThatThrownBy(() -> builder.lambda(1.5)).hasMessage("lambda must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> builder.lambda(Double.NaN))
        .hasMessage("lambda must be in [0, 1], got NaN");
    assertThatThrownBy(() -> builder.klCoefficient(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("klCoefficient must be finite and >= 0, got -1.0");
  }

  private static double weight(double... logRatios) {
    return evaluate(DqoObjective.builder().build(), scores(answer(1, 3), logRatios, VALUES))
        .diagnostics()
        .samples("importanceWeight")[0];
  }

  private static TrajectoryScores worked() {
    return scores(answer(1, 3), LOG_RATIOS, VALUES);
  }

  private static DqoObjective.Builder plain(double lambda) {
    return DqoObjective.builder().beta(BETA).lambda(lambda).importanceWeight(false);
  }
}
