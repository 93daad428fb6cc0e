package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must not change the losses of objectives with one residual and no stop-gradient. */
final class ResidualFamilyInvarianceTest {
  /** Sums of tens of terms of order 10, in another order. */
  private static final double EXACT = 1e-11;

  private final Random random = new Random(31);

  static Stream<ObjectiveCase<?>> all() {
    return ObjectiveCase.all(0.4).stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void evaluate_otherScoresAtUnscoredPositions_isUnchanged(ObjectiveCase<?> objective) {
    List<TrajectoryScores> batch = randomBatch(5);
    List<TrajectoryScores> disturbed = batch.stream().map(this::disturb).toList();

    assertSame(objective.evaluate(disturbed), objective.evaluate(batch), 0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void evaluate_microBatches_addUpToTheBatch(ObjectiveCase<?> objective) {
    List<TrajectoryScores> batch = randomBatch(12);
    double policyLoss = 0;
    double valueLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (List<TrajectoryScores> part : Lists.partition(batch, 5)) {
      ObjectiveResult result = objective.evaluate(part, batch);
      policyLoss += result.policyLoss();
      valueLoss += result.valueLoss();
      gradients.addAll(result.gradients());
      diagnostics.addAll(result.diagnostics());
    }

    assertSame(
        new ObjectiveResult(policyLoss, valueLoss, gradients, diagnostics),
        objective.evaluate(batch),
        EXACT);
  }

  @ParameterizedTest
  @MethodSource("all")
  void evaluate_everyTrajectoryTwice_isUnchanged(ObjectiveCase<?> objective) {
    List<TrajectoryScores> batch = randomBatch(4);
    ObjectiveResult once = objective.evaluate(batch);
    ObjectiveResult twice =
        objective.evaluate(Stream.concat(batch.stream(), batch.stream()).toList());

    assertThat(twice.policyLoss()).isCloseTo(once.policyLoss(), within(EXACT));
    assertThat(twice.valueLoss()).isCloseTo(once.valueLoss(), within(EXACT));
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradients_ofAnyBatch_areOfEveryTrainedScoreRequired(ObjectiveCase<?> objective) {
    List<TrajectoryScores> batch = randomBatch(2);

    for (TrajectoryGradients gradients : objective.evaluate(batch).gradients()) {
      for (Score score : Score.values()) {
        boolean trained =
            objective.objective().requiredScores().contains(score)
                && score.network() != Score.Network.NONE;
        assertThat(gradients.get(score).isPresent()).isEqualTo(trained);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void diagnostics_perTrajectory_areCompleteWhereTruncated(ObjectiveCase<?> objective) {
    TrajectoryScores answer = Examples.randomScores(Examples.answer(1, 3, 2).truncate(5), random);

    Diagnostics diagnostics = objective.evaluate(List.of(answer)).diagnostics();

    assertThat(diagnostics.samples("truncated")).containsExactly(1);
    assertThat(diagnostics.samples("length")).containsExactly(4);
    assertThat(diagnostics.samples("reward")).containsExactly(1);
    assertThat(diagnostics.samples("kl")).hasSize(1);
    assertThat(diagnostics.samples("betaLogRatio/first")).hasSize(1);
    assertThat(diagnostics.samples("residual/success")).isNotEmpty();
    assertThat(diagnostics.samples("residual/failure")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void evaluate_moreExamplesThanTheBatch_isRejected(ObjectiveCase<?> objective) {
    List<TrajectoryScores> batch = randomBatch(2);

    assertThatThrownBy(() -> objective.evaluate(batch, batch.subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  private List<TrajectoryScores> randomBatch(int size) {
    List<TrajectoryScores> batch = new ArrayList<>();
    for (int b = 0; b < size; b++) {
      batch.add(Examples.randomScores(Examples.randomTrajectory(random, 5), random));
    }
    return batch;
  }

  /** Not-a-number wherever no action is chosen. */
  private TrajectoryScores disturb(TrajectoryScores scores) {
    boolean[] actions = scores.trajectory().actionMask();
    TrajectoryScores disturbed = scores;
    for (Score score : Score.values()) {
      double[] values = scores.get(score).clone();
      for (int p = 0; p < values.length; p++) {
        values[p] = actions[p] ? values[p] : Double.NaN;
      }
      disturbed = Examples.with(disturbed, score, values);
    }
    return disturbed;
  }

  private static void assertSame(ObjectiveResult actual, ObjectiveResult expected, double offset) {
    assertThat(actual.policyLoss()).isCloseTo(expected.policyLoss(), within(offset));
    assertThat(actual.valueLoss()).isCloseTo(expected.valueLoss(), within(offset));
    assertThat(actual.gradients()).hasSameSizeAs(expected.gradients());
    for (int b = 0; b < expected.gradients().size(); b++) {
      for (Score score : Score.values()) {
        assertThat(actual.gradients().get(b).get(score).orElse(new double[0]))
            .containsExactly(
                expected.gradients().get(b).get(score).orElse(new double[0]), within(offset));
      }
    }
    for (String name : expected.diagnostics().names()) {
      assertThat(actual.diagnostics().samples(name))
          .containsExactly(expected.diagnostics().samples(name), within(offset));
    }
  }
}
