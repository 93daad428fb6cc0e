package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SftObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  private final SftObjective objective = new SftObjective();

  @Test
  void evaluate_twoTrajectories_isTheMeanOverAllTokens() {
    TrajectoryScores two = scores(Examples.answer(0, 1, 1), -1, -2);
    TrajectoryScores one = scores(Examples.answer(1, 1), -6);

    ObjectiveResult result =
        Examples.evaluate(objective, List.of(two, one), new BatchCounts(2, 2, 3));

    // (1 + 2 + 6) / 3, not the mean of 1.5 and 6
    assertThat(result.policyLoss()).isCloseTo(3, within(EXACT));
    assertThat(result.valueLoss()).isZero();
    assertThat(result.gradients().get(0).get(Score.LOG_PROB).orElseThrow())
        .containsExactly(new double[] {-1 / 3.0, -1 / 3.0}, within(EXACT));
    assertThat(result.gradients().get(1).get(Score.LOG_PROB).orElseThrow())
        .containsExactly(new double[] {-1 / 3.0}, within(EXACT));
    assertThat(result.gradients().get(0).get(Score.VALUE)).isEmpty();
  }

  @Test
  void evaluate_observations_areNotScored() {
    Trajectory agent =
        Trajectory.of("agent", new int[5], List.of(new Step(2, 3, 0), new Step(4, 5, 1)));

    ObjectiveResult result =
        Examples.evaluate(objective, scores(agent, Double.NaN, -1, Double.NaN, -3));

    assertThat(result.policyLoss()).isCloseTo(2, within(EXACT));
    assertThat(Examples.gradient(result, Score.LOG_PROB)).containsExactly(0, -.5, 0, -.5);
  }

  @Test
  void evaluate_microBatches_addUpToTheBatch() {
    TrajectoryScores two = scores(Examples.answer(0, 2), -1, -2);
    TrajectoryScores one = scores(Examples.answer(0, 1), -6);
    BatchCounts counts = new BatchCounts(2, 2, 3);

    double parts =
        Examples.evaluate(objective, List.of(two), counts).policyLoss()
            + Examples.evaluate(objective, List.of(one), counts).policyLoss();

    assertThat(parts)
        .isCloseTo(
            Examples.evaluate(objective, List.of(two, one), counts).policyLoss(), within(EXACT));
  }

  @Test
  void evaluate_logProbsMoved_lossFollowsTheGradient() {
    // the loss is linear in the log-probs, so a large difference is exact
    TrajectoryScores at = scores(Examples.answer(0, 3), -1, -2, -3);
    TrajectoryScores moved = scores(Examples.answer(0, 3), -1, -1, -3);

    ObjectiveResult result = Examples.evaluate(objective, at);

    double difference = Examples.evaluate(objective, moved).policyLoss() - result.policyLoss();
    assertThat(Examples.gradient(result, Score.LOG_PROB)[1]).isCloseTo(difference, within(EXACT));
  }

  @Test
  void diagnostics_trajectory_haveTheDocumentedSamples() {
    Diagnostics diagnostics =
        Examples.evaluate(objective, scores(Examples.answer(0, 2), -1, -2)).diagnostics();

    assertThat(diagnostics.samples("logProb")).containsExactly(-1.5);
    assertThat(diagnostics.samples("length")).containsExactly(2);
    assertThat(diagnostics.samples("truncated")).containsExactly(0);
  }

  @Test
  void requiredScores_supervised_isTheLogProbOnly() {
    assertThat(objective.requiredScores()).containsExactly(Score.LOG_PROB);
    assertThat(objective.name()).isEqualTo("sft");
  }

  @Test
  void evaluate_moreTrajectoriesThanTheBatch_isRejected() {
    TrajectoryScores scores = scores(Examples.answer(0, 1), -1);

    assertThatThrownBy(
            () -> Examples.evaluate(objective, List.of(scores, scores), new BatchCounts(1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  private static TrajectoryScores scores(Trajectory trajectory, double... logProbs) {
    return new TrajectoryScores(trajectory, Map.of(Score.LOG_PROB, logProbs));
  }
}
