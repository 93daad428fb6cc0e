package dev.oreo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend's {@link AveragedPolicy} must do. */
public abstract class AveragedPolicyContract {
  private static final Set<Score> LOG_PROB = Set.of(Score.LOG_PROB);

  private final OpenedResources opened = new OpenedResources();

  /** For subclasses. */
  protected AveragedPolicyContract() {}

  /** Returns a new policy. Closed by the contract if it can be. */
  protected abstract TrainablePolicy newPolicy();

  /** Returns the number of token ids. */
  protected abstract int vocabularySize();

  /** Returns how far equal log-probabilities may lie apart through rounding. */
  protected abstract double scoreTolerance();

  @AfterEach
  final void closeAll() throws Exception {
    opened.closeAll();
  }

  private List<Trajectory> batch() {
    return ContractExamples.trajectories(vocabularySize(), 1);
  }

  @Test
  void average_ofAPolicyThatMoves_staysUntilItIsUpdated() {
    TrainablePolicy policy = opened.add(newPolicy());
    double before = logProbability(policy);
    try (AveragedPolicy average = policy.newAverage(0)) {
      double atFirst = logProbability(average);
      step(policy);
      double moved = logProbability(policy);
      double stayed = logProbability(average);
      average.update();

      assertThat(atFirst).isCloseTo(before, within(scoreTolerance()));
      assertThat(Math.abs(moved - before)).isGreaterThan(10 * scoreTolerance());
      assertThat(stayed).isEqualTo(atFirst);
      assertThat(logProbability(average)).isCloseTo(moved, within(scoreTolerance()));
    }
  }

  @Test
  void average_decay_keepsThatShareOfTheDistance() {
    TrainablePolicy policy = opened.add(newPolicy());
    double before = logProbability(policy);
    try (AveragedPolicy average = policy.newAverage(0.75)) {
      step(policy);
      double distance = logProbability(policy) - before;
      average.update();
      double first = (logProbability(average) - before) / distance;
      for (int i = 0; i < 200; i++) { // 0.75^200 is 1e-25
        average.update();
      }

      assertThat(first).isBetween(0.2, 0.3); // the log-probability is not linear in the weights
      assertThat(logProbability(average))
          .isCloseTo(logProbability(policy), within(scoreTolerance()));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void newAverage_decayOutOfRange_isRejected(double decay) {
    TrainablePolicy policy = opened.add(newPolicy());

    assertThatThrownBy(() -> policy.newAverage(decay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("decay must be in [0, 1), got " + decay);
  }

  private double logProbability(Policy policy) {
    return policy.score(batch(), LOG_PROB).stream()
        .mapToDouble(s -> Arrays.stream(s.get(Score.LOG_PROB)).sum())
        .sum();
  }

  private void step(TrainablePolicy policy) {
    try (Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT);
        ForwardPass pass = policy.forward(batch(), LOG_PROB)) {
      pass.backward(
          batch().stream()
              .map(
                  t -> {
                    double[] minusOnes = new double[t.positions()];
                    Arrays.fill(minusOnes, -1);
                    return new TrajectoryGradients(t, Map.of(Score.LOG_PROB, minusOnes));
                  })
              .toList());
      optimizer.step(1e-3);
    }
  }
}
