package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DroPObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  private static final double TAU = 0.5;

  private final ObjectiveCase<Trajectory> objective = ObjectiveCase.of(new DroPObjective(TAU));

  @Test
  void evaluate_twoAnswers_isAQuarterOfTheirSquaredDifferenceHalved() {
    // ehat = [1 - .5 * .4, 0 - .5 * -.8] = [.8, .4], mean .6: 1/2 * (.04 + .04) / 2 = .02
    List<TrajectoryScores> batch =
        List.of(plain(answer(1, 2), .6, -.2), plain(answer(0, 2), -.5, -.3));

    ObjectiveResult result = objective.evaluate(batch);

    assertThat(result.policyLoss()).isCloseTo(.02, within(EXACT));
    assertThat(result.policyLoss()).isCloseTo(.5 * .25 * .4 * .4, within(EXACT));
    assertThat(result.valueLoss()).isZero();
    // -(tau / 2) * (+-.2)
    assertThat(result.gradients().get(0).get(Score.LOG_PROB).orElseThrow())
        .containsExactly(new double[] {-.05, -.05}, within(EXACT));
    assertThat(result.gradients().get(1).get(Score.LOG_PROB).orElseThrow())
        .containsExactly(new double[] {.05, .05}, within(EXACT));
    assertThat(result.diagnostics().mean("residual/success")).isCloseTo(-.2, within(EXACT));
    assertThat(result.diagnostics().mean("residual/failure")).isCloseTo(.2, within(EXACT));
    assertThat(result.diagnostics().mean("betaLogRatio/first")).isCloseTo(-.1, within(EXACT));
  }

  @Test
  void evaluate_onePrompt_isDroVAtTheMean() {
    Random random = new Random(4);
    List<TrajectoryScores> batch = new ArrayList<>();
    double mean = 0;
    for (int b = 0; b < 5; b++) {
      TrajectoryScores scores = Examples.randomScores(answer(random.nextGaussian(), 3), random);
      mean += (scores.trajectory().reward() - TAU * LogRatios.sum(scores)) / 5;
      batch.add(scores);
    }
    double value = mean;
    List<TrajectoryScores> withMean =
        batch.stream().map(s -> Examples.with(s, Score.VALUE, new double[] {value, 0, 0})).toList();

    ObjectiveResult droV = ObjectiveCase.of(new DroVObjective(TAU)).evaluate(withMean);
    ObjectiveResult droP = objective.evaluate(batch);

    assertThat(droP.policyLoss()).isCloseTo(droV.valueLoss(), within(EXACT));
    for (int b = 0; b < 5; b++) {
      double byLogProb = droV.gradients().get(b).get(Score.LOG_PROB).orElseThrow()[0];
      assertThat(droP.gradients().get(b).get(Score.LOG_PROB).orElseThrow()[0])
          .isCloseTo(TAU * byLogProb, within(EXACT));
    }
  }

  @Test
  void evaluate_rewardsShifted_isUnchanged() {
    List<TrajectoryScores> here = List.of(plain(answer(1, 1), .6), plain(answer(0, 1), .1));
    List<TrajectoryScores> there = List.of(plain(answer(4, 1), .6), plain(answer(3, 1), .1));

    assertThat(objective.evaluate(there).policyLoss())
        .isCloseTo(objective.evaluate(here).policyLoss(), within(EXACT));
  }

  @Test
  void evaluate_optimumOfPromptsOfDifferentWorth_isNotZero() {
    // at the optimum ehat is V* of the prompt: here 1 and 0, of variance 1/4
    TrajectoryScores easy = plain(answer(1, 1), 0); // every answer earns 1
    TrajectoryScores hard = plain(answer(0, 1), 0); // every answer earns 0

    assertThat(objective.evaluate(List.of(easy, hard)).policyLoss()).isCloseTo(.125, within(EXACT));
    assertThat(objective.evaluate(List.of(easy, plain(answer(1, 1), 0))).policyLoss()).isZero();
  }

  @Test
  void evaluate_oneTrajectory_isZero() {
    ObjectiveResult result = objective.evaluate(List.of(plain(answer(1, 2), .6, .2)));

    assertThat(result.policyLoss()).isZero();
    assertThat(Examples.gradient(result, Score.LOG_PROB))
        .containsExactly(new double[2], within(EXACT));
  }

  @Test
  void statisticTrajectories_ofAnUpdate_areAll() {
    List<Trajectory> examples = List.of(answer(1, 2), answer(0, 1));

    assertThat(objective.objective().statisticTrajectories(examples))
        .containsExactlyElementsOf(examples);
  }

  @Test
  void evaluate_statisticsMissing_isRejected() {
    TrajectoryScores scores = plain(answer(1, 1), 0);

    assertThatThrownBy(() -> Examples.evaluate(objective.objective(), scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "statistics must be one per trajectory of the update, got 0 and 1 trajectories");
  }

  @Test
  void settings_ofTheObjective_areItsOwn() {
    assertThat(new DroPObjective(2).tau()).isEqualTo(2);
    assertThat(objective.objective().name()).isEqualTo("dro-p");
    assertThat(DroPObjective.DEFAULT_TAU).isEqualTo(1);
    assertThat(objective.objective().requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  @Test
  void constructor_badTau_isRejected() {
    assertThatThrownBy(() -> new DroPObjective(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tau must be finite and > 0, got -1.0");
  }

  private static TrajectoryScores plain(Trajectory trajectory, double... logRatios) {
    return scores(trajectory, logRatios, new double[logRatios.length]);
  }
}
