package dev.oreo.model;

import static dev.oreo.model.ContractExamples.GRADIENT_DESCENT;
import static dev.oreo.model.ContractExamples.gradients;
import static dev.oreo.model.ContractExamples.learningRate;
import static dev.oreo.model.ContractExamples.sum;
import static dev.oreo.model.ContractExamples.trajectories;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every backend's {@link TrainableValueFunction} must do. */
public abstract class ValueFunctionContract {
  private static final Set<Score> VALUE = Set.of(Score.VALUE);

  private final OpenedResources opened = new OpenedResources();

  /** For subclasses. */
  protected ValueFunctionContract() {}

  /**
   * Returns a new value function, with equal parameters at every call and a head that is not zero.
   * Closed by the contract if it can be.
   */
  protected abstract TrainableValueFunction newValueFunction();

  /** Returns the number of token ids. */
  protected abstract int vocabularySize();

  /** Returns how far equal values may lie apart through rounding. */
  protected abstract double scoreTolerance();

  /** Returns how far a finite difference may lie from the derivative, relative to it. */
  protected abstract double gradientTolerance();

  @AfterEach
  final void closeAll() throws Exception {
    opened.closeAll();
  }

  private TrainableValueFunction valueFunction() {
    return opened.add(newValueFunction());
  }

  private List<Trajectory> batch() {
    return trajectories(vocabularySize(), 1);
  }

  @Test
  void score_anyBatch_isThatOfEachTrajectoryAlone() {
    TrainableValueFunction value = valueFunction();

    List<TrajectoryScores> together = value.score(batch());

    assertThat(together).hasSize(batch().size());
    for (int i = 0; i < together.size(); i++) {
      assertThat(together.get(i).get(Score.VALUE))
          .containsExactly(
              value.score(List.of(batch().get(i))).get(0).get(Score.VALUE),
              within(scoreTolerance()));
    }
  }

  @Test
  void score_positions_areValuesOfTheirStatesAndZeroElsewhere() {
    TrainableValueFunction value = valueFunction();
    for (TrajectoryScores scores : value.score(batch())) {
      Trajectory trajectory = scores.trajectory();
      boolean[] actions = trajectory.actionMask();
      for (int p = 0; p < actions.length; p++) {
        int[] state = Arrays.copyOf(trajectory.tokenIds(), p + 1);
        double expected = actions[p] ? value.values(List.of(state))[0] : 0;
        assertThat(scores.get(Score.VALUE)[p])
            .as("position %d of %s", p, trajectory.id())
            .isCloseTo(expected, within(actions[p] ? scoreTolerance() : 0));
      }
    }
  }

  @Test
  void values_anyBatch_areThoseOfEachStateAlone() {
    TrainableValueFunction value = valueFunction();
    List<int[]> states = batch().stream().map(Trajectory::tokenIds).toList();

    double[] together = value.values(states);

    for (int i = 0; i < together.length; i++) {
      assertThat(together[i])
          .isCloseTo(value.values(List.of(states.get(i)))[0], within(scoreTolerance()));
    }
    assertThat(value.values(List.of())).isEmpty();
  }

  @Test
  void forward_scores_areThoseOfScore() {
    TrainableValueFunction value = valueFunction();
    List<TrajectoryScores> expected = value.score(batch());
    try (ForwardPass pass = value.forward(batch())) {
      for (int i = 0; i < expected.size(); i++) {
        assertThat(pass.scores().get(i).get(Score.VALUE))
            .containsExactly(expected.get(i).get(Score.VALUE), within(scoreTolerance()));
      }
    }
  }

  /* As in PolicyContract: two steps of length h, along L and against it, differ by 2h |gradient|^2. */
  @Test
  void backward_values_givesTheDerivativeOfTheirSum() {
    List<TrajectoryGradients> weights = gradients(batch(), VALUE, 1);

    Moved down = move(weights, 1);
    Moved up = move(weights, -1);

    double expected = 2 * down.stepLength * down.gradientNorm * down.gradientNorm;
    assertThat(up.sum - down.sum).isCloseTo(expected, within(expected * gradientTolerance()));
    assertThat(expected).isPositive();
  }

  private record Moved(double sum, double gradientNorm, double stepLength) {}

  private Moved move(List<TrajectoryGradients> weights, double scale) {
    TrainableValueFunction value = valueFunction();
    try (Optimizer optimizer = value.newOptimizer(GRADIENT_DESCENT)) {
      backward(value, batch(), scale);
      double norm = optimizer.gradientNorm();
      double length = 1e-2 / (norm * norm);
      optimizer.step(learningRate(length));
      return new Moved(sum(value.score(batch()), weights, VALUE), norm, length);
    }
  }

  private static void backward(TrainableValueFunction value, List<Trajectory> batch, double scale) {
    try (ForwardPass pass = value.forward(batch)) {
      pass.backward(gradients(batch, VALUE, scale));
    }
  }

  @Test
  void backward_microBatches_accumulateToTheWholeBatch() {
    TrainableValueFunction value = valueFunction();
    try (Optimizer optimizer = value.newOptimizer(AdamWConfig.DEFAULT)) {
      backward(value, batch(), 1);
      double whole = optimizer.gradientNorm();
      for (Trajectory trajectory : batch()) {
        backward(value, List.of(trajectory), -1);
      }

      assertThat(whole).isPositive();
      assertThat(optimizer.gradientNorm()).isCloseTo(0, within(whole * scoreTolerance()));
    }
  }

  @Test
  void backward_secondTimeOrAfterClose_isRejected() {
    TrainableValueFunction value = valueFunction();
    List<Trajectory> one = batch().subList(0, 1);
    List<TrajectoryGradients> gradients = gradients(one, VALUE, 1);
    ForwardPass used = value.forward(one);
    used.backward(gradients);
    assertThatThrownBy(() -> used.backward(gradients)).isInstanceOf(IllegalStateException.class);
    used.close();

    ForwardPass closed = value.forward(one);
    closed.close();
    assertThatThrownBy(() -> closed.backward(gradients)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void step_parameters_areSeenByAllThatFollows() {
    TrainableValueFunction value = valueFunction();
    double[] before = value.score(batch()).get(1).get(Score.VALUE).clone();
    try (Optimizer optimizer = value.newOptimizer(AdamWConfig.DEFAULT)) {
      backward(value, batch(), 1);
      optimizer.step(1e-2);

      double[] after = value.score(batch()).get(1).get(Score.VALUE);
      assertThat(after).isNotEqualTo(before);
      try (ForwardPass pass = value.forward(batch())) {
        assertThat(pass.scores().get(1).get(Score.VALUE))
            .containsExactly(after, within(scoreTolerance()));
      }
    }
  }

  @Test
  void newOptimizer_anotherOpen_isRejected() {
    TrainableValueFunction value = valueFunction();
    Optimizer first = value.newOptimizer(AdamWConfig.DEFAULT);

    assertThatThrownBy(() -> value.newOptimizer(AdamWConfig.DEFAULT))
        .isInstanceOf(IllegalStateException.class);

    first.close();
    value.newOptimizer(AdamWConfig.DEFAULT).close();
  }

  @Test
  void values_tokenOutsideTheVocabularyOrNoToken_isRejected() {
    TrainableValueFunction value = valueFunction();
    for (int bad : new int[] {-1, vocabularySize()}) {
      assertThatThrownBy(() -> value.values(List.of(new int[] {0, bad})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(bad));
      Trajectory row = Trajectory.of("bad", new int[] {bad, 0}, List.of(new Step(1, 2, 0)));
      assertThatThrownBy(() -> value.score(List.of(row)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> value.values(List.of(new int[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void save_folderThatExists_isRejected(@TempDir Path folder) {
    assertThatThrownBy(() -> valueFunction().save(folder))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
