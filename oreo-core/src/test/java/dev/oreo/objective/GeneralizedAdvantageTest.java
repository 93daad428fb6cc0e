package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Advantages and returns of recorded trajectories. */
final class GeneralizedAdvantageTest {
  /** A few roundings of numbers near 10. */
  private static final double EXACT = 1e-12;

  private static final int TRIALS = 20;

  private final Random random = new Random(31);

  @Test
  void examples_turnsWithAnObservation_areWorkedByHand() {
    // actions at positions 0, 1 and 3; the first turn earns .5 at position 1, the second 1 at 3
    Trajectory agent =
        Trajectory.of("agent", new int[5], List.of(new Step(1, 3, .5), new Step(4, 5, 1)));
    TrajectoryScores scores =
        Examples.scores(agent, new double[] {.2, -.4, 9, .6}, new double[] {.3, .5, 9, .9});

    ActorCriticTrajectory example =
        new GeneralizedAdvantage(.5, .9, .8).examples(List.of(scores)).get(0);

    // rho = [-.1, .5+.2, 1-.3]; delta = [-.1+.45-.3, .7+.81-.5, .7-.9] = [.05, 1.01, -.2]
    // A = delta + .72 A': [.05+.72*.866, 1.01-.144, -.2]
    double[] advantages = {.05 + .72 * .866, .866, 0, -.2};
    assertThat(example.actor().advantages()).containsExactly(advantages, within(EXACT));
    assertThat(example.returns())
        .containsExactly(
            new double[] {advantages[0] + .3, advantages[1] + .5, 0, .7}, within(EXACT));
    assertThat(example.oldValues()).isSameAs(scores.get(Score.VALUE));
    assertThat(example.actor().oldLogProbs()).isSameAs(scores.get(Score.LOG_PROB));
  }

  @Test
  void examples_lambdaAndGammaOne_areMinusTheBellmanResiduals() {
    for (int trial = 0; trial < TRIALS; trial++) {
      TrajectoryScores scores = Examples.randomScores(Examples.randomTrajectory(random, 4), random);
      BellmanResiduals residuals = BellmanResiduals.of(scores, .3);

      ActorCriticTrajectory example =
          new GeneralizedAdvantage(.3, 1, 1).examples(List.of(scores)).get(0);

      for (int p = 0; p < scores.trajectory().positions(); p++) {
        assertThat(example.actor().advantages()[p]).isCloseTo(-residuals.at(p), within(EXACT));
      }
    }
  }

  @Test
  void examples_lambdaZero_areOneStepErrors() {
    TrajectoryScores scores =
        Examples.scores(Examples.answer(1, 3), new double[3], new double[] {.3, .5, .9});

    ActorCriticTrajectory example =
        new GeneralizedAdvantage(0, 1, 0).examples(List.of(scores)).get(0);

    assertThat(example.actor().advantages())
        .containsExactly(new double[] {.2, .4, .1}, within(EXACT));
  }

  @Test
  void requiredScores_withoutPenalty_needNoReference() {
    assertThat(GeneralizedAdvantage.of(0).requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.VALUE);
    assertThat(GeneralizedAdvantage.of(.01).requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.VALUE, Score.REFERENCE_LOG_PROB);
    assertThat(GeneralizedAdvantage.of(.01)).isEqualTo(new GeneralizedAdvantage(.01, 1, .95));
  }

  @Test
  void whiten_population_givesMeanZeroAndVarianceOneOverAllTokens() {
    List<ActorCriticTrajectory> examples = examples(5);

    List<ActorCriticTrajectory> whitened =
        GeneralizedAdvantage.whiten(examples, AdvantageScaling.STANDARD_DEVIATION_POPULATION);

    double[] before = advantages(examples);
    double[] after = advantages(whitened);
    double variance = variance(before, before.length);
    assertThat(mean(after)).isCloseTo(0, within(EXACT));
    assertThat(variance(after, after.length))
        .isCloseTo(variance / (variance + 1e-8), within(EXACT));
    assertThat(whitened.get(2).returns()).isSameAs(examples.get(2).returns());
    assertThat(whitened.get(2).oldValues()).isSameAs(examples.get(2).oldValues());
  }

  @Test
  void whiten_bessel_dividesByTheDeviationOfASample() {
    List<ActorCriticTrajectory> examples = examples(3);
    double[] before = advantages(examples);

    double[] after =
        advantages(
            GeneralizedAdvantage.whiten(examples, AdvantageScaling.STANDARD_DEVIATION_BESSEL));

    double divisor = Math.sqrt(variance(before, before.length - 1) + 1e-8);
    assertThat(after[0]).isCloseTo((before[0] - mean(before)) / divisor, within(EXACT));
    assertThat(advantages(GeneralizedAdvantage.whiten(examples, AdvantageScaling.NONE))[0])
        .isCloseTo(before[0] - mean(before), within(EXACT));
  }

  @Test
  void whiten_equalAdvantages_areZero() {
    TrajectoryScores scores = Examples.scores(Examples.answer(.1, 3), new double[3], new double[3]);
    List<ActorCriticTrajectory> examples =
        new GeneralizedAdvantage(0, 1, 1).examples(List.of(scores));

    assertThat(
            advantages(
                GeneralizedAdvantage.whiten(
                    examples, AdvantageScaling.STANDARD_DEVIATION_POPULATION)))
        .containsExactly(0, 0, 0);
    assertThat(GeneralizedAdvantage.whiten(List.of(), AdvantageScaling.NONE)).isEmpty();
  }

  @Test
  void constructor_badSettings_areRejected() {
    assertThatThrownBy(() -> new GeneralizedAdvantage(-1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("klPenalty must be finite and >= 0, got -1.0");
    assertThatThrownBy(() -> new GeneralizedAdvantage(0, 1.5, 1))
        .hasMessage("gamma must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new GeneralizedAdvantage(0, 1, Double.NaN))
        .hasMessage("lambda must be in [0, 1], got NaN");
  }

  private List<ActorCriticTrajectory> examples(int count) {
    List<TrajectoryScores> scores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scores.add(Examples.randomScores(Examples.randomTrajectory(random, 4), random));
    }
    return GeneralizedAdvantage.of(.1).examples(scores);
  }

  private static double[] advantages(List<ActorCriticTrajectory> examples) {
    return examples.stream()
        .flatMapToDouble(
            e -> Arrays.stream(PositionArrays.atActions(e.actor().advantages(), e.trajectory())))
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values, int divisor) {
    double mean = mean(values);
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / divisor;
  }
}
