package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static dev.oreo.objective.Examples.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathConsistencyObjectiveTest {
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
  void evaluate_windowOfOne_isTheOneStepWorkedExample() {
    ObjectiveResult result = evaluate(plain(1), worked());

    // C = -V + V' + rho = [-.3+.5-.1, -.5+.9+.2, -.9+.7] = [.1, .6, -.2]; squares .41, half
    assertResiduals(result, .1, .6, -.2);
    assertThat(result.policyLoss()).isCloseTo(.41 / 6, within(EXACT));
    assertThat(result.valueLoss()).isEqualTo(result.policyLoss());
    // -.5 C / 3
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.05 / 3, -.3 / 3, .1 / 3}, within(EXACT));
    // (C before - C) / 3 = [-.1, .1 - .6, .6 + .2] / 3
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-.1 / 3, -.5 / 3, .8 / 3}, within(EXACT));
  }

  @Test
  void evaluate_windowOfTwo_isTheWorkedExample() {
    ObjectiveResult result = evaluate(plain(2), worked());

    // C = [-.3+.9-.1+.2, -.5+.2+.7, -.9+.7] = [.7, .4, -.2]; squares .69, half
    assertResiduals(result, .7, .4, -.2);
    assertThat(result.policyLoss()).isCloseTo(.115, within(EXACT));
    // windows that hold token 0: {0}; 1: {0, 1}; 2: {1, 2}: -.5 [.7, 1.1, .2] / 3
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.35 / 3, -.55 / 3, -.1 / 3}, within(EXACT));
    // V_2 ends window 0: [-.7, -.4, .2 + .7] / 3
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-.7 / 3, -.4 / 3, .3}, within(EXACT));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10, Integer.MAX_VALUE})
  void evaluate_windowOfTheWholeAnswer_isOreosResidualNegated(int window) {
    ObjectiveResult result = evaluate(plain(window), worked());

    // C = -delta = [.5, .4, -.2]; squares .45, half
    assertResiduals(result, .5, .4, -.2);
    assertThat(result.policyLoss()).isCloseTo(.075, within(EXACT));
    // -.5 cumsum(C) / 3
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.25 / 3, -.45 / 3, -.35 / 3}, within(EXACT));
    assertThat(gradient(result, Score.VALUE))
        .containsExactly(new double[] {-.5 / 3, -.4 / 3, .2 / 3}, within(EXACT));
  }

  @Test
  void wholeSuffix_randomTrajectories_isOreosResidualNegated() {
    PathConsistencyObjective objective =
        PathConsistencyObjective.builder().beta(BETA).wholeSuffix().build();
    Random random = new Random(6);
    for (int trial = 0; trial < 30; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 5), random);
      BellmanResiduals deltas = BellmanResiduals.of(scores, BETA);

      double[] residuals = residuals(evaluate(objective, scores));

      int[] positions = actionPositions(scores.trajectory());
      assertThat(residuals).hasSameSizeAs(positions);
      for (int i = 0; i < residuals.length; i++) {
        assertThat(residuals[i]).isCloseTo(-deltas.at(positions[i]), within(EXACT));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 100})
  void residual_ofAWindow_isTheSumOfOneStepResiduals(int window) {
    Random random = new Random(8);
    for (int trial = 0; trial < 30; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 5), random);

      double[] oneStep = residuals(evaluate(plain(1), scores));
      double[] residuals = residuals(evaluate(plain(window), scores));

      for (int i = 0; i < residuals.length; i++) {
        double sum = Arrays.stream(oneStep).skip(i).limit(window).sum();
        assertThat(residuals[i]).isCloseTo(sum, within(EXACT));
      }
    }
  }

  @Test
  void trustCoefficient_workedExample_addsTheLogRatioToTheAverage() {
    // log pi - log pi_old = [.1, .1, -.2], weight .2: rho = [-.12, .18, .74]
    double[] averaged = {.2 - 1 - .1, -.4 - 1 - .1, .6 - 1 + .2};
    TrajectoryScores scores = Examples.with(worked(), Score.AVERAGED_LOG_PROB, averaged);
    PathConsistencyObjective objective =
        PathConsistencyObjective.builder().beta(BETA).window(1).trustCoefficient(.2).build();

    ObjectiveResult result = evaluate(objective, scores);

    // C = [-.3+.5-.12, -.5+.9+.18, -.9+.74] = [.08, .58, -.16]; squares .3684
    assertResiduals(result, .08, .58, -.16);
    assertThat(result.policyLoss()).isCloseTo(.0614, within(EXACT));
    // -(.5 + .2) C / 3
    assertThat(gradient(result, Score.LOG_PROB))
        .containsExactly(new double[] {-.056 / 3, -.406 / 3, .112 / 3}, within(EXACT));
    assertThat(result.diagnostics().mean("trustLogRatio")).isCloseTo(0, within(EXACT));
  }

  @Test
  void evaluate_stepRewards_arePaidAtTheStepsLastToken() {
    // steps of two tokens earning .25 and 1 around an observation; pi = pi_ref, V = 0: C = r
    Trajectory trajectory =
        Trajectory.of("t", new int[6], List.of(new Step(1, 3, .25), new Step(4, 6, 1)));

    ObjectiveResult result = evaluate(plain(1), scores(trajectory, new double[5], new double[5]));

    assertResiduals(result, 0, .25, 0, 1);
  }

  @Test
  void evaluate_noTrajectories_isZero() {
    ObjectiveResult result = evaluate(plain(1), List.of(), new BatchCounts(1, 1, 1));

    assertThat(result.policyLoss()).isZero();
    assertThat(result.valueLoss()).isZero();
    assertThat(result.gradients()).isEmpty();
  }

  @Test
  void evaluate_moreTrajectoriesThanTheBatch_isRejected() {
    assertThatThrownBy(
            () -> evaluate(plain(1), List.of(worked(), worked()), new BatchCounts(1, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  @Test
  void evaluate_missingAverage_isRejected() {
    PathConsistencyObjective objective =
        PathConsistencyObjective.builder().trustCoefficient(.1).build();

    assertThatThrownBy(() -> evaluate(objective, worked()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "AVERAGED_LOG_PROB must be among the scores of trajectory answer,"
                + " got [LOG_PROB, REFERENCE_LOG_PROB, VALUE]");
  }

  @Test
  void diagnostics_workedExample_haveTheDocumentedSamples() {
    Diagnostics diagnostics = evaluate(plain(2), worked()).diagnostics();

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
            "truncated");
    assertThat(diagnostics.mean("policyLoss/bellman")).isCloseTo(.115, within(EXACT));
    assertThat(diagnostics.mean("betaLogRatio/first")).isCloseTo(.2, within(EXACT));
    // mean over tokens of exp(-d) + d - 1
    double k3 = (Math.exp(-.2) + .2 + Math.exp(.4) - .4 + Math.exp(-.6) + .6 - 3) / 3;
    assertThat(diagnostics.mean("kl")).isCloseTo(k3, within(EXACT));
  }

  @Test
  void builder_defaults_areTheDocumented() {
    PathConsistencyObjective objective = PathConsistencyObjective.builder().build();

    assertThat(objective.name()).isEqualTo("pcl");
    assertThat(objective.beta()).isEqualTo(0.03);
    assertThat(objective.window()).hasValue(10);
    assertThat(objective.trustCoefficient()).isZero();
    assertThat(objective.requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
    assertThat(PathConsistencyObjective.builder().wholeSuffix().build().window()).isEmpty();
    assertThat(PathConsistencyObjective.builder().trustCoefficient(.1).build().requiredScores())
        .containsExactlyInAnyOrder(
            Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE, Score.AVERAGED_LOG_PROB);
  }

  @Test
  void builder_badSettings_areRejected() {
    PathConsistencyObjective.Builder builder = PathConsistencyObjective.builder();

    assertThatThrownBy(() -> builder.beta(-0.03))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got -0.03");
    assertThatThrownBy(() -> builder.beta(Double.POSITIVE_INFINITY))
        .hasMessage("beta must be finite and > 0, got Infinity");
    assertThatThrownBy(() -> builder.window(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window must be >= 1, got 0");
    assertThatThrownBy(() -> builder.trustCoefficient(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trustCoefficient must be finite and >= 0, got -1.0");
    assertThatThrownBy(() -> builder.trustCoefficient(Double.NaN))
        .hasMessage("trustCoefficient must be finite and >= 0, got NaN");
  }

  private static int[] actionPositions(Trajectory trajectory) {
    return trajectory.steps().stream()
        .flatMapToInt(step -> IntStream.range(step.firstPosition(), step.endPosition()))
        .toArray();
  }

  /** C of every window, in order. */
  private static double[] residuals(ObjectiveResult result) {
    double[] ofSuccess = result.diagnostics().samples("residual/success");
    return ofSuccess.length > 0 ? ofSuccess : result.diagnostics().samples("residual/failure");
  }

  private static void assertResiduals(ObjectiveResult result, double... expected) {
    assertThat(residuals(result)).containsExactly(expected, within(EXACT));
  }

  private static TrajectoryScores worked() {
    return scores(answer(1, 3), LOG_RATIOS, VALUES);
  }

  private static PathConsistencyObjective plain(int window) {
    return PathConsistencyObjective.builder().beta(BETA).window(window).build();
  }
}
