package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Updates that train the value function only. */
final class PolicyFreezeTest {
  private static final List<Trajectory> ROWS = Rows.random(12);
  private static final TrainerConfig CONFIG =
      TrainerConfig.builder()
          .epochs(2)
          .microBatchTokens(20)
          .policyLearningRate(0.01)
          .valueLearningRate(0.02)
          .build();

  private final TabularPolicy policy = policy(1);
  private final TabularPolicy reference = policy(2);
  private final TabularValueFunction value = TabularValueFunction.random(Rows.VOCABULARY, 3);
  private final Recorder recorder = new Recorder();

  private static TabularPolicy policy(long seed) {
    return TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, seed);
  }

  private static ShuffledBatches<Trajectory> batches() {
    return new ShuffledBatches<>(ROWS, 5, false, 9);
  }

  private Trainer.Builder<Trajectory> oreo(TrainerConfig config) {
    return Trainer.builder(policy, SoftBellmanObjective.builder(Granularity.TOKEN).build(), config)
        .valueFunction(value)
        .reference(reference)
        .listener(recorder);
  }

  private static double[] logProbs(TabularPolicy policy) {
    return flat(policy.score(ROWS, Set.of(Score.LOG_PROB)), Score.LOG_PROB);
  }

  private static double[] values(TabularValueFunction value) {
    return flat(value.score(ROWS), Score.VALUE);
  }

  private static double[] flat(List<TrajectoryScores> scores, Score score) {
    return scores.stream().flatMapToDouble(s -> Arrays.stream(s.get(score))).toArray();
  }

  @Test
  void train_frozenPolicy_staysBitForBitUntilTheBoundary() {
    double[] before = logProbs(policy);
    List<double[]> after = new ArrayList<>();
    List<double[]> valuesAfter = new ArrayList<>();
    TrainerConfig config = CONFIG.toBuilder().policyFreezeFraction(0.4).warmupFraction(0.3).build();
    oreo(config)
        .listener(
            new TrainingListener() {
              @Override
              public void started(TrainingPlan plan) {
                assertThat(plan.policyFrozenUpdates()).isEqualTo(3); // ceil(0.4 * 6)
              }

              @Override
              public void updated(UpdateReport report) {
                after.add(logProbs(policy));
                valuesAfter.add(values(value));
              }

              @Override
              public void finished(TrainingSummary summary) {}
            })
        .build()
        .train(batches());

    for (int u = 0; u < 3; u++) {
      assertThat(after.get(u)).isEqualTo(before);
      assertThat(recorder.reports.get(u).policyLearningRate()).isZero();
      assertThat(recorder.reports.get(u).policyGradientNorm()).isZero();
      assertThat(recorder.reports.get(u).policyLoss()).isPositive();
    }
    assertThat(after.get(3)).isNotEqualTo(before);
    assertThat(valuesAfter.get(0)).isNotEqualTo(valuesAfter.get(1));
    // three updates of its own, but as many of warm-up as the value function: ceil(0.3 * 6) = 2
    LearningRateSchedule own = new LearningRateSchedule(3, 2);
    assertThat(recorder.reports.subList(3, 6))
        .extracting(UpdateReport::policyLearningRate)
        .containsExactly(0.01 * own.factor(1), 0.01 * own.factor(2), 0.01 * own.factor(3));
  }

  @Test
  void train_frozenPolicy_beginsWithFreshOptimiserState() {
    Trajectory moved = batches().epoch(2).iterator().next().get(0);
    int[] state = Arrays.copyOf(moved.tokenIds(), moved.steps().get(0).start());
    double[] before = policy.logits(state).clone();
    oreo(CONFIG.toBuilder().policyFreezeFraction(0.5).build())
        .listener(
            new TrainingListener() {
              @Override
              public void started(TrainingPlan plan) {}

              @Override
              public void updated(UpdateReport report) {
                if (report.update() == 4) {
                  // AdamW's first step is the rate times the gradient's sign, up to epsilon
                  for (int j = 0; j < before.length; j++) {
                    assertThat(Math.abs(policy.logits(state)[j] - before[j]))
                        .isCloseTo(report.policyLearningRate(), within(1e-2 * 0.01));
                  }
                }
              }

              @Override
              public void finished(TrainingSummary summary) {}
            })
        .build()
        .train(batches());
  }
}
