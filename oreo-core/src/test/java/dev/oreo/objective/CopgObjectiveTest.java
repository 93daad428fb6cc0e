package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.TrajectoryGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CopgObjectiveTest {
  private static final double BETA = 0.5;

  /** Sums of some twenty numbers below 10, squared. */
  private static final double EXACT = 1e-11;

  private final CopgObjective copg = new CopgObjective(BETA);
  private final Random random = new Random(5);

  private ScoredExample<TrajectoryGroup> randomGroup(int size) {
    TrajectoryScores[] answers = new TrajectoryScores[size];
    for (int i = 0; i < size; i++) {
      answers[i] = Answers.random(random);
    }
    return Answers.group(answers);
  }

  @Test
  void evaluate_randomGroup_isTheSumOverPairs() {
    ScoredExample<TrajectoryGroup> group = randomGroup(5);
    double[] regularized =
        group.scores().stream()
            .mapToDouble(s -> s.trajectory().reward() - BETA * LogRatios.sum(s))
            .toArray();
    double pairs = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < i; j++) {
        pairs += Math.pow(regularized[i] - regularized[j], 2);
      }
    }

    assertThat(Answers.evaluate(copg, List.of(group)).policyLoss())
        .isCloseTo(pairs / 4, within(EXACT));
  }

  @Test
  void evaluate_twoAnswers_isRebel() {
    TrajectoryScores one = Answers.random(random);
    TrajectoryScores other = Answers.random(random);

    ObjectiveResult result = Answers.evaluate(copg, List.of(Answers.group(one, other)));
    ObjectiveResult rebel =
        Answers.evaluate(new RebelObjective(BETA), List.of(Answers.pair(one, other)));

    assertThat(result.policyLoss()).isCloseTo(rebel.policyLoss(), within(EXACT));
    for (int i = 0; i < 2; i++) {
      assertThat(Answers.gradient(result, i))
          .containsExactly(Answers.gradient(rebel, i), within(EXACT));
    }
  }

  @Test
  void evaluate_answersOfTheOptimalPolicy_isZero() {
    // Lambda_0 = (r - V) / beta with V = 0.3
    ScoredExample<TrajectoryGroup> group =
        Answers.group(Answers.answer(1, 1, .4), Answers.answer(0, -.6), Answers.answer(.3, 0));

    ObjectiveResult result = Answers.evaluate(copg, List.of(group));

    assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
    assertThat(Answers.gradient(result, 0)).containsExactly(new double[2], within(EXACT));
    assertThat(result.diagnostics().mean("regularizedReward")).isCloseTo(.3, within(EXACT));
  }

  @Test
  void evaluate_answerOnItsOwn_contributesNothingButIsCounted() {
    ScoredExample<TrajectoryGroup> alone = randomGroup(1);
    ScoredExample<TrajectoryGroup> group = randomGroup(3);

    ObjectiveResult result = Answers.evaluate(copg, List.of(alone, group));

    assertThat(result.policyLoss())
        .isCloseTo(Answers.evaluate(copg, List.of(group)).policyLoss() / 2, within(EXACT));
    assertThat(Answers.gradient(result, 0)).containsOnly(0);
  }

  @Test
  void gradients_randomGroups_areTheFiniteDifferences() {
    for (int trial = 0; trial < 4; trial++) {
      List<ScoredExample<TrajectoryGroup>> batch = List.of(randomGroup(3), randomGroup(2));
      Answers.assertFiniteDifferences(copg, batch, Answers.context(batch));
    }
  }

  @Test
  void evaluate_oneGroupAtATime_addsUpToTheBatch() {
    List<ScoredExample<TrajectoryGroup>> batch = new ArrayList<>();
    for (int size = 1; size <= 4; size++) {
      batch.add(randomGroup(size));
    }
    Answers.assertMicroBatchesAddUp(copg, batch, Answers.context(batch), EXACT);
  }

  @Test
  void diagnostics_group_haveTheDocumentedSamples() {
    Diagnostics diagnostics =
        Answers.evaluate(
                copg, List.of(Answers.group(Answers.answer(1, 1, 1), Answers.answer(2, -2))))
            .diagnostics();

    assertThat(diagnostics.samples("betaLogRatio")).containsExactly(1, -1);
    assertThat(diagnostics.samples("regularizedReward")).containsExactly(0, 3);
    assertThat(diagnostics.samples("residual")).containsExactly(1.5, -1.5);
    assertThat(diagnostics.samples("reward")).containsExactly(1, 2);
    assertThat(diagnostics.samples("length")).containsExactly(2, 1);
    assertThat(diagnostics.names()).contains("kl", "truncated");
  }

  @Test
  void constructor_badBeta_isRejected() {
    assertThat(copg.beta()).isEqualTo(BETA);
    assertThat(copg.name()).isEqualTo("copg");
    assertThat(copg.requiredScores()).isEqualTo(Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB));
    assertThatThrownBy(() -> new CopgObjective(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got 0.0");
  }
}
