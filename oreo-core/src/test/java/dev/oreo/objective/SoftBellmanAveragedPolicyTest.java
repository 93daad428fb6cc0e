package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import org.junit.jupiter.api.Test;

/** What reads the running average of the policy, by hand. */
final class SoftBellmanAveragedPolicyTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  private static final double BETA = 0.5;

  @Test
  void averagedPolicy_workedVector_changesTargetsWeightsAndKl() {
    SoftBellmanObjective objective =
        builder(Granularity.TOKEN)
            .averagedPolicy(true)
            .importanceWeighting(ImportanceWeighting.PER_TRAJECTORY)
            .build();
    TrajectoryScores scores =
        Examples.with(worked(answer(1, 3)), Score.AVERAGED_LOG_PROB, new double[] {-1, -1.1, -.7});

    ObjectiveResult result = evaluate(objective, scores);

    // averaged d = [0, -.1, .3], Lambda = [.2, .2, .3], delta = [-.6, -.4, .05], w = exp(.2)
    double weight = Math.exp(.2);
    assertThat(result.valueLoss()).isCloseTo(weight * .5225 / 3, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(weight * .15, within(EXACT));
    assertThat(gradient(result, Score.LOG_PROB)[0]).isCloseTo(-weight * .5 / 3, within(EXACT));
    double k3 = (Math.exp(.1) - .1 + Math.exp(-.3) + .3 - 2) / 3;
    assertThat(result.diagnostics().mean("kl")).isCloseTo(k3, within(EXACT));
    assertThat(result.diagnostics().samples("importanceWeight"))
        .containsExactly(new double[] {weight}, within(EXACT));
  }

  @Test
  void averagedPolicy_exactRegulariser_staysTheLivePolicys() {
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(Granularity.TOKEN)
            .beta(BETA)
            .klCoefficient(.1)
            .averagedPolicy(true)
            .build();
    TrajectoryScores live =
        Examples.with(worked(answer(1, 3)), Score.REVERSE_KL, new double[] {.3, .5, .4});
    TrajectoryScores scores =
        Examples.with(live, Score.AVERAGED_LOG_PROB, new double[] {-1, -1, -1});

    ObjectiveResult result = evaluate(objective, scores);

    assertThat(result.policyLoss()).isCloseTo(.15 + .1 * .4, within(EXACT));
    assertThat(result.diagnostics().mean("kl")).isZero();
  }

  @Test
  void requiredScores_averagedPolicy_nameItsLogProbs() {
    assertThat(builder(Granularity.TOKEN).averagedPolicy(true).build().requiredScores())
        .containsExactlyInAnyOrder(
            Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE, Score.AVERAGED_LOG_PROB);
  }

  /** The worked vector of SoftBellmanObjectiveTest: policy loss .15 of the live policy. */
  private static TrajectoryScores worked(Trajectory trajectory) {
    return Examples.scores(trajectory, new double[] {.2, -.4, .6}, new double[] {.3, .5, .9});
  }

  private static SoftBellmanObjective.Builder builder(Granularity granularity) {
    return SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(0);
  }
}
