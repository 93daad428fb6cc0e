package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.CharTokenizer;
import dev.oreo.model.Optimizer;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.objective.BatchContext;
import dev.oreo.objective.Diagnostics;
import dev.oreo.objective.Objective;
import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.Score;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates that must not happen. */
final class TrainingDivergedTest {
  private static final List<Trajectory> ROWS = Rows.random(12);

  /** Finite, but its square is not. */
  private static final double HUGE = 1e200;

  private final TabularPolicy policy =
      TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, 1);
  private final TabularValueFunction value = TabularValueFunction.random(Rows.VOCABULARY, 3);

  /** What one micro-batch of a certain number gives; all others give losses and gradients of 1. */
  private record Fault(
      int atMicroBatch,
      double policyLoss,
      double valueLoss,
      double policyGradient,
      double valueGradient) {

    static Fault at(int microBatch, String kind, double number) {
      return new Fault(
          microBatch,
          kind.equals("policyLoss") ? number : 1,
          kind.equals("valueLoss") ? number : 1,
          kind.equals("policyGradient") ? number : 1,
          kind.equals("valueGradient") ? number : 1);
    }
  }

  private static final class FaultyObjective implements Objective<Trajectory> {
    private final Fault fault;
    private int microBatches;

    FaultyObjective(Fault fault) {
      this.fault = fault;
    }

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public Set<Score> requiredScores() {
      return Set.of(Score.LOG_PROB, Score.VALUE);
    }

    @Override
    public ObjectiveResult evaluate(
        List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
      microBatches++;
      Fault now = microBatches == fault.atMicroBatch ? fault : new Fault(0, 1, 1, 1, 1);
      return new ObjectiveResult(
          now.policyLoss,
          now.valueLoss,
          microBatch.stream().map(s -> gradients(s.example(), now)).toList(),
          new Diagnostics());
    }

    private static TrajectoryGradients gradients(Trajectory trajectory, Fault now) {
      double[] policy = new double[trajectory.positions()];
      double[] value = new double[trajectory.positions()];
      Arrays.fill(policy, now.policyGradient);
      Arrays.fill(value, now.valueGradient);
      return new TrajectoryGradients(
          trajectory, Map.of(Score.LOG_PROB, policy, Score.VALUE, value));
    }
  }

  /**
   * Six updates of two rows, each row a micro-batch; the fault is in the second row of update 2.
   */
  private void train(Fault fault) {
    Trainer.builder(
            policy,
            new FaultyObjective(fault),
            TrainerConfig.builder().microBatchTokens(1).policyLearningRate(0.1).build())
        .valueFunction(value)
        .build()
        .train(inOrder());
  }

  private static BatchSampler<Trajectory> inOrder() {
    return new BatchSampler<>() {
      @Override
      public int updatesPerEpoch() {
        return 6;
      }

      @Override
      public List<List<Trajectory>> epoch(int epoch) {
        return Lists.partition(ROWS, 2);
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policyLoss | NaN | policyLoss became NaN at update 2 (trajectories row-3; last finite 2.0)",
        "valueLoss | Infinity | valueLoss became Infinity at update 2 (trajectories row-3; last finite 2.0)",
        "policyGradient | NaN | gradient of LOG_PROB became NaN at update 2 (trajectories row-3; last finite policyLoss 2.0)",
        "valueGradient | -Infinity | gradient of VALUE became -Infinity at update 2 (trajectories row-3; last finite valueLoss 2.0)",
        "policyGradient | 1e200 | policyGradientNorm became Infinity at update 2 (trajectories row-2, row-3; last finite policyLoss 2.0)",
        "valueGradient | 1e200 | valueGradientNorm became Infinity at update 2 (trajectories row-2, row-3; last finite valueLoss 2.0)",
      })
  void train_numberThatIsNotFinite_givesUpTheUpdateWhole(
      String kind, double number, String message) {
    TabularPolicy expected = TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, 1);
    TabularValueFunction expectedValue = TabularValueFunction.random(Rows.VOCABULARY, 3);
    new OneUpdate(expected, expectedValue).run();

    assertThatThrownBy(() -> train(Fault.at(4, kind, number)))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessage(message)
        .extracting(e -> ((TrainingDivergedException) e).update())
        .isEqualTo(2L);

    for (int i = 0; i < ROWS.size(); i++) {
      assertThat(logProbs(policy, i)).isEqualTo(logProbs(expected, i));
      assertThat(value.score(ROWS).get(i).get(Score.VALUE))
          .isEqualTo(expectedValue.score(ROWS).get(i).get(Score.VALUE));
    }
    try (Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT);
        Optimizer valueOptimizer = value.newOptimizer(AdamWConfig.DEFAULT)) {
      assertThat(optimizer.gradientNorm()).isZero();
      assertThat(valueOptimizer.gradientNorm()).isZero();
    }
  }

  private static double[] logProbs(TabularPolicy policy, int row) {
    return policy.score(ROWS, Set.of(Score.LOG_PROB)).get(row).get(Score.LOG_PROB);
  }

  /** The first of the six updates, then stopped by hand. */
  private record OneUpdate(TabularPolicy policy, TabularValueFunction value) {
    void run() {
      assertThatThrownBy(
              () ->
                  Trainer.builder(
                          policy,
                          new FaultyObjective(Fault.at(0, "none", 0)),
                          TrainerConfig.builder()
                              .microBatchTokens(1)
                              .policyLearningRate(0.1)
                              .build())
                      .valueFunction(value)
                      .listener(new Stop())
                      .build()
                      .train(inOrder()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("one is enough");
    }
  }

  private static final class Stop implements TrainingListener {
    @Override
    public void started(TrainingPlan plan) {}

    @Override
    public void updated(UpdateReport report) {
      throw new IllegalStateException("one is enough");
    }

    @Override
    public void finished(TrainingSummary summary) {}
  }

  @Test
  void train_firstUpdate_hasNoLastFiniteLoss() {
    assertThatThrownBy(() -> train(Fault.at(1, "policyLoss", Double.NaN)))
        .hasMessage("policyLoss became NaN at update 1 (trajectories row-0; last finite none)");
  }

  @Test
  void train_manyTrajectories_areNamedUpToEight() {
    Objective<Trajectory> faulty = new FaultyObjective(Fault.at(1, "policyGradient", HUGE));
    Trainer<Trajectory> trainer =
        Trainer.builder(policy, faulty, TrainerConfig.DEFAULT).valueFunction(value).build();

    assertThatThrownBy(() -> trainer.train(new ShuffledBatches<>(ROWS, 12, false, 1)))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining(" and 4 more; ");
  }
}
