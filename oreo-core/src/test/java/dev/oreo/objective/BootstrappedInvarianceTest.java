package dev.oreo.objective;

import static dev.oreo.objective.Examples.answer;
import static dev.oreo.objective.Examples.evaluate;
import static dev.oreo.objective.Examples.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Named.named;

import com.google.common.collect.Lists;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must not change the losses of {@link DqoObjective} and {@link PathConsistencyObjective}, and
 * what must change them in a known way.
 */
final class BootstrappedInvarianceTest {
  /** Sums of tens of terms near 1, in another order. */
  private static final double EXACT = 1e-12;

  private final Random random = new Random(13);

  /** Objectives of a problem in another unit of reward: beta and its like times a factor. */
  static Stream<Named<DoubleFunction<Objective<Trajectory>>>> objectives() {
    return Stream.of(
        named("DQO", unit -> dqo(.5 * unit).build()),
        named("DQO, lambda 0", unit -> dqo(.5 * unit).lambda(0).build()),
        named("DQO, lambda .7, full", unit -> dqo(.5 * unit).lambda(.7).fullGradient(true).build()),
        named("DQO, unweighted", unit -> dqo(.5 * unit).lambda(.9).importanceWeight(false).build()),
        named("PCL, d 1", unit -> pcl(.5 * unit).window(1).build()),
        named("PCL, d 3", unit -> pcl(.5 * unit).window(3).build()),
        named("PCL, suffix", unit -> pcl(.5 * unit).wholeSuffix().build()),
        named("Trust-PCL", unit -> pcl(.5 * unit).window(2).trustCoefficient(.2 * unit).build()));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_otherScoresAtUnscoredPositions_isUnchanged(
      DoubleFunction<Objective<Trajectory>> objectives) {
    Trajectory agent =
        Trajectory.of("agent", new int[10], List.of(new Step(3, 5, .25), new Step(7, 9, 1)));
    TrajectoryScores scores = Examples.randomScores(agent, random);
    TrajectoryScores disturbed = scores;
    for (Score score : Score.values()) {
      double[] values = scores.get(score).clone();
      for (int p = 0; p < values.length; p++) {
        values[p] = agent.actionMask()[p] ? values[p] : Double.NaN;
      }
      disturbed = Examples.with(disturbed, score, values);
    }

    ObjectiveResults.assertSame(
        evaluate(objectives.apply(1), disturbed), evaluate(objectives.apply(1), scores), 0);
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_promptObservationAndTailInserted_movesTheGradientsOnly(
      DoubleFunction<Objective<Trajectory>> objectives) {
    Trajectory bare =
        Trajectory.of("bare", new int[6], List.of(new Step(1, 3, .25), new Step(3, 6, 1)));
    Trajectory agent =
        Trajectory.of("agent", new int[12], List.of(new Step(3, 5, .25), new Step(8, 11, 1)));
    int[] moved = {2, 3, 7, 8, 9};
    TrajectoryScores scores = Examples.randomScores(bare, random);
    TrajectoryScores agentScores = Examples.randomScores(agent, random);
    for (Score score : Score.values()) {
      for (int p = 0; p < moved.length; p++) {
        agentScores.get(score)[moved[p]] = scores.get(score)[p];
      }
    }

    ObjectiveResult expected = evaluate(objectives.apply(1), scores);
    ObjectiveResult actual = evaluate(objectives.apply(1), agentScores);

    assertThat(actual.policyLoss()).isEqualTo(expected.policyLoss());
    assertThat(actual.valueLoss()).isEqualTo(expected.valueLoss());
    for (Score score : List.of(Score.LOG_PROB, Score.VALUE)) {
      double[] gradient = new double[11];
      for (int p = 0; p < moved.length; p++) {
        gradient[moved[p]] = gradient(expected, score)[p];
      }
      assertThat(gradient(actual, score)).containsExactly(gradient);
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_terminalRewardAndValuesShifted_isUnchanged(
      DoubleFunction<Objective<Trajectory>> objectives) {
    TrajectoryScores here = Examples.randomScores(answer(1, 2, 3), random);
    TrajectoryScores there = shiftedAndScaled(here, answer(4, 2, 3), 3, 1);

    ObjectiveResult expected = evaluate(objectives.apply(1), here);
    ObjectiveResult actual = evaluate(objectives.apply(1), there);

    assertThat(actual.policyLoss()).isCloseTo(expected.policyLoss(), within(EXACT));
    assertThat(actual.valueLoss()).isCloseTo(expected.valueLoss(), within(EXACT));
    for (Score score : List.of(Score.LOG_PROB, Score.VALUE)) {
      assertThat(gradient(actual, score)).containsExactly(gradient(expected, score), within(EXACT));
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_anotherUnitOfReward_scalesTheLossesBySquare(
      DoubleFunction<Objective<Trajectory>> objectives) {
    TrajectoryScores small = Examples.randomScores(answer(1, 2, 3), random);
    TrajectoryScores large = shiftedAndScaled(small, answer(3, 2, 3), 0, 3);

    ObjectiveResult expected = evaluate(objectives.apply(1), small);
    ObjectiveResult actual = evaluate(objectives.apply(3), large);

    double offset = 1e-12 * (1 + 9 * expected.valueLoss() + 9 * expected.policyLoss());
    assertThat(actual.policyLoss()).isCloseTo(9 * expected.policyLoss(), within(offset));
    assertThat(actual.valueLoss()).isCloseTo(9 * expected.valueLoss(), within(offset));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_microBatches_addUpToTheBatch(DoubleFunction<Objective<Trajectory>> objectives) {
    List<TrajectoryScores> batch = new ArrayList<>();
    for (int b = 0; b < 16; b++) {
      batch.add(Examples.randomScores(Examples.randomTrajectory(random, 5), random));
    }
    Objective<Trajectory> objective = objectives.apply(1);
    BatchCounts counts = BatchCounts.of(batch.stream().map(TrajectoryScores::trajectory).toList());

    ObjectiveResult whole = evaluate(objective, batch, counts);

    for (int size : new int[] {1, 3, 8}) {
      double policyLoss = 0;
      double valueLoss = 0;
      List<TrajectoryGradients> gradients = new ArrayList<>();
      Diagnostics diagnostics = new Diagnostics();
      for (List<TrajectoryScores> part : Lists.partition(batch, size)) {
        ObjectiveResult result = evaluate(objective, part, counts);
        policyLoss += result.policyLoss();
        valueLoss += result.valueLoss();
        gradients.addAll(result.gradients());
        diagnostics.addAll(result.diagnostics());
      }
      ObjectiveResults.assertSame(
          new ObjectiveResult(policyLoss, valueLoss, gradients, diagnostics), whole, EXACT);
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void policyGradient_atInitialisation_isZeroForFailuresAndOppositeForOppositeRewards(
      DoubleFunction<Objective<Trajectory>> objectives) {
    Objective<Trajectory> objective = objectives.apply(1);
    double[] success = gradient(evaluate(objective, initial(1)), Score.LOG_PROB);
    double[] negated =
        Arrays.stream(gradient(evaluate(objective, initial(-1)), Score.LOG_PROB))
            .map(g -> 0 - g)
            .toArray();

    // without rewards and values, all residuals are 0
    ObjectiveResult failure = evaluate(objective, initial(0));
    assertThat(failure.policyLoss()).isZero();
    assertThat(gradient(failure, Score.LOG_PROB)).containsExactly(new double[5], within(0.0));
    assertThat(success).containsExactly(negated, within(EXACT));
    assertThat(success[4]).isNegative();
  }

  @ParameterizedTest
  @CsvSource({"0, .2", "1, 1"})
  void dqoLosses_atInitialisation_areMeanSquaredRewards(double lambda, double expected) {
    // five tokens, V = 0, w = 1: V - G is -1 at all of them, or at the last
    ObjectiveResult result = evaluate(dqo(.5).lambda(lambda).build(), initial(1));

    assertThat(result.valueLoss()).isCloseTo(expected, within(EXACT));
    assertThat(result.diagnostics().mean("importanceWeight")).isEqualTo(1);
    assertThat(result.diagnostics().mean("kl")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10})
  void pathConsistencyLoss_atInitialisation_isHalfTheWindowsThatReachTheReward(int window) {
    ObjectiveResult result = evaluate(pcl(.5).window(window).build(), initial(1));

    assertThat(result.policyLoss()).isCloseTo(.1 * Math.min(window, 5), within(EXACT));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void losses_trajectoriesWithoutCommonPrefix_vanishWithTheReferencePolicy(
      DoubleFunction<Objective<Trajectory>> objectives) {
    // V = R on each of them explains the rewards without moving the policy
    for (double reward : new double[] {0, 1, -2}) {
      double[] values = new double[5];
      Arrays.fill(values, reward);

      ObjectiveResult result =
          evaluate(objectives.apply(1), Examples.with(initial(reward), Score.VALUE, values));

      assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
      assertThat(result.valueLoss()).isCloseTo(0, within(EXACT));
    }
  }

  /** Policy, reference and average agree, and all values are 0; five tokens in two steps. */
  private static TrajectoryScores initial(double reward) {
    return Examples.with(
        Examples.scores(answer(reward, 2, 3), new double[5], new double[5]),
        Score.AVERAGED_LOG_PROB,
        new double[] {-1, -1, -1, -1, -1});
  }

  private static TrajectoryScores shiftedAndScaled(
      TrajectoryScores scores, Trajectory trajectory, double shift, double factor) {
    Map<Score, double[]> changed = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      changed.put(score, scores.get(score));
    }
    double[] values = Arrays.stream(scores.get(Score.VALUE)).map(v -> factor * v + shift).toArray();
    changed.put(Score.VALUE, values);
    return new TrajectoryScores(trajectory, changed);
  }

  private static DqoObjective.Builder dqo(double beta) {
    return DqoObjective.builder().beta(beta);
  }

  private static PathConsistencyObjective.Builder pcl(double beta) {
    return PathConsistencyObjective.builder().beta(beta);
  }
}
