package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.objective.PpoObjective.Reduction;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The clipped surrogate with its value loss. */
final class PpoObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  private static final int TRIALS = 20;

  /*
   * One action token, values clipped at .2 around V_old:
   *   V    V_old  G    V held   errors      loss     gradient
   *   .6   .5     1    .6       -.4, -.4    .08      -.4      inside
   *   .9   .5     1    .7       -.1, -.3    .045     0        moved far enough to G
   *   .9   .5     .6   .7        .3,  .1    .045     .3       moved too far: the larger square is V's
   *   0    .5     0    .3        0,   .3    .045     0        at G already, held back
   *   .1   .5     1    .3       -.9, -.7    .405     -.9      moved away from G
   */
  @ParameterizedTest
  @CsvSource({
    ".6, .5, 1, .08, -.4",
    ".9, .5, 1, .045, 0",
    ".9, .5, .6, .045, .3",
    "0, .5, 0, .045, 0",
    ".1, .5, 1, .405, -.9"
  })
  void valueLoss_oneToken_isTheLargerSquare(
      double value, double oldValue, double target, double loss, double gradient) {
    ObjectiveResult result =
        Surrogates.evaluate(
            ppo(Reduction.TOKEN_MEAN), oneToken(value, new double[] {oldValue}, target));

    assertThat(result.valueLoss()).isCloseTo(loss, within(EXACT));
    assertThat(Examples.gradient(result, Score.VALUE)[0]).isCloseTo(gradient, within(EXACT));
    assertThat(result.diagnostics().mean("value/clipped")).isEqualTo(gradient == 0 ? 1 : 0);
  }

  @Test
  void valueLoss_valuesWithinTheClip_alwaysHaveAGradient() {
    // V_old + (V - V_old) is not V in doubles: a clip written that way would end gradients here
    Random random = new Random(2);
    for (int trial = 0; trial < 1000; trial++) {
      double old = .2 * random.nextDouble() - .1;
      double value = .2 * random.nextDouble() - .1;
      double target = .01 * random.nextGaussian();

      ObjectiveResult result =
          Surrogates.evaluate(
              ppo(Reduction.TOKEN_MEAN), oneToken(value, new double[] {old}, target));

      assertThat(Examples.gradient(result, Score.VALUE)[0]).isEqualTo(value - target);
    }
  }

  @Test
  void valueLoss_unclipped_isHalfTheSquaredError() {
    PpoObjective objective =
        PpoObjective.builder(Reduction.TOKEN_MEAN).valueClip(.1).unclippedValues().build();

    ObjectiveResult result = Surrogates.evaluate(objective, oneToken(.9, new double[] {.5}, 1));

    assertThat(objective.valueClip()).isEmpty();
    assertThat(result.valueLoss()).isCloseTo(.005, within(EXACT));
    assertThat(Examples.gradient(result, Score.VALUE)[0]).isCloseTo(-.1, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"TRAJECTORY_MEAN, 2, 6", "TOKEN_MEAN, 4, 4"})
  void evaluate_networksAsTheyWere_haveTheAdvantagesOverTheReductionsCount(
      Reduction reduction, double divisorOfOne, double divisorOfThree) {
    ScoredExample<ActorCriticTrajectory> one =
        asSampled(Examples.scores(Examples.answer(1, 1), new double[1], new double[] {.4}));
    ScoredExample<ActorCriticTrajectory> three =
        asSampled(Examples.scores(Examples.answer(0, 3), new double[3], new double[] {.3, .5, .9}));

    ObjectiveResult result = Surrogates.evaluate(ppo(reduction), List.of(one, three));

    // lambda 1, no penalty: A = R - V, G = R; so g_l = -A / N and g_V = V - R = -A, over N
    double[] first = {-.6 / divisorOfOne};
    double[] second = {.3 / divisorOfThree, .5 / divisorOfThree, .9 / divisorOfThree};
    for (Score score : List.of(Score.LOG_PROB, Score.VALUE)) {
      assertThat(result.gradients().get(0).get(score).orElseThrow())
          .containsExactly(first, within(EXACT));
      assertThat(result.gradients().get(1).get(score).orElseThrow())
          .containsExactly(second, within(EXACT));
    }
    assertThat(result.policyLoss())
        .isCloseTo(-.6 / divisorOfOne + 1.7 / divisorOfThree, within(EXACT));
    assertThat(result.valueLoss())
        .isCloseTo(.18 / divisorOfOne + 1.15 / 2 / divisorOfThree, within(EXACT));
  }

  @Test
  void gradient_onPolicyWithLambdaOne_isOreosOverTwoBeta() {
    // A = -delta, so -A / N of one trajectory is delta / N; OREO's is 2 beta delta / N
    double beta = .3;
    Random random = new Random(8);
    SoftBellmanObjective oreo =
        SoftBellmanObjective.builder(Granularity.TOKEN).beta(beta).klCoefficient(0).build();
    for (int trial = 0; trial < TRIALS; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 4), random);
      ActorCriticTrajectory example =
          new GeneralizedAdvantage(beta, 1, 1).examples(List.of(scores)).get(0);

      double[] ppo =
          Examples.gradient(
              Surrogates.evaluate(
                  ppo(Reduction.TRAJECTORY_MEAN), new ScoredExample<>(example, List.of(scores))),
              Score.LOG_PROB);

      double[] expected = Examples.gradient(Examples.evaluate(oreo, scores), Score.LOG_PROB);
      for (int p = 0; p < ppo.length; p++) {
        assertThat(2 * beta * ppo[p]).isCloseTo(expected[p], within(EXACT));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluate_microBatches_addUpToTheBatchInAnyOrder(Reduction reduction) {
    Surrogates.assertMicroBatchesAddUp(ppo(reduction), Surrogates.randomActorCritics(5, 19));
  }

  @Test
  void diagnostics_trajectory_haveTheDocumentedSamples() {
    TrajectoryScores scores =
        Examples.scores(Examples.answer(1, 2), new double[2], new double[] {.25, .5});

    Diagnostics diagnostics =
        Surrogates.evaluate(ppo(Reduction.TOKEN_MEAN), asSampled(scores)).diagnostics();

    assertThat(diagnostics.samples("residual/success")).containsExactly(-.75, -.5);
    assertThat(diagnostics.samples("advantage")).containsExactly(.75, .5);
    assertThat(diagnostics.samples("ratio")).containsExactly(1, 1);
    assertThat(diagnostics.samples("clipped")).containsExactly(0, 0);
    assertThat(diagnostics.samples("kl/old")).containsExactly(0);
    assertThat(diagnostics.samples("value/clipped")).containsExactly(0, 0);
    assertThat(diagnostics.samples("value/first/success")).containsExactly(.25);
    assertThat(diagnostics.samples("value/last/success")).containsExactly(.5);
    assertThat(diagnostics.samples("reward")).containsExactly(1);
    assertThat(diagnostics.samples("length")).containsExactly(2);
    assertThat(diagnostics.samples("truncated")).containsExactly(0);
    assertThat(diagnostics.names()).noneMatch(name -> name.endsWith("failure"));
  }

  @Test
  void builder_settings_areKept() {
    PpoObjective defaults = PpoObjective.builder(Reduction.TRAJECTORY_MEAN).build();
    PpoObjective set =
        PpoObjective.builder(Reduction.TOKEN_MEAN)
            .lowerEpsilon(.1)
            .upperEpsilon(.3)
            .valueClip(.5)
            .build();

    assertThat(defaults.reduction()).isEqualTo(Reduction.TRAJECTORY_MEAN);
    assertThat(defaults.lowerEpsilon()).isEqualTo(.2);
    assertThat(defaults.upperEpsilon()).isEqualTo(.2);
    assertThat(defaults.valueClip()).hasValue(.2);
    assertThat(defaults.requiredScores()).containsExactlyInAnyOrder(Score.LOG_PROB, Score.VALUE);
    assertThat(defaults.name()).isEqualTo("ppo");
    assertThat(set.lowerEpsilon()).isEqualTo(.1);
    assertThat(set.upperEpsilon()).isEqualTo(.3);
    assertThat(set.valueClip()).hasValue(.5);
  }

  @Test
  void builder_badSettings_areRejected() {
    PpoObjective.Builder builder = PpoObjective.builder(Reduction.TOKEN_MEAN);

    assertThatThrownBy(() -> builder.lowerEpsilon(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lowerEpsilon must be in (0, 1], got NaN");
    assertThatThrownBy(() -> builder.upperEpsilon(Double.POSITIVE_INFINITY))
        .hasMessage("upperEpsilon must be finite and > 0, got Infinity");
    assertThatThrownBy(() -> builder.valueClip(0))
        .hasMessage("valueClip must be finite and > 0, got 0.0");
  }

  @Test
  void evaluate_moreTrajectoriesThanTheBatch_isRejected() {
    ScoredExample<ActorCriticTrajectory> scored = oneToken(0, new double[1], 0);
    BatchContext one = BatchContext.of(List.of(scored.example()));

    assertThatThrownBy(() -> ppo(Reduction.TOKEN_MEAN).evaluate(List.of(scored, scored), one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  private static PpoObjective ppo(Reduction reduction) {
    return PpoObjective.builder(reduction).build();
  }

  private static ScoredExample<ActorCriticTrajectory> oneToken(
      double value, double[] oldValues, double target) {
    Trajectory trajectory = Examples.answer(1, 1);
    AdvantageTrajectory actor =
        new AdvantageTrajectory(trajectory, new double[] {-1}, new double[1]);
    TrajectoryScores scores =
        new TrajectoryScores(
            trajectory,
            Map.of(Score.LOG_PROB, new double[] {-1}, Score.VALUE, new double[] {value}));
    return new ScoredExample<>(
        new ActorCriticTrajectory(actor, oldValues, new double[] {target}), List.of(scores));
  }

  private static ScoredExample<ActorCriticTrajectory> asSampled(TrajectoryScores scores) {
    return new ScoredExample<>(
        new GeneralizedAdvantage(0, 1, 1).examples(List.of(scores)).get(0), List.of(scores));
  }
}
