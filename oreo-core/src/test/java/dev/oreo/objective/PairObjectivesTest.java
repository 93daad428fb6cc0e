package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.PreferencePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every objective on pairs of answers has to fulfil. */
final class PairObjectivesTest {
  private static final int TRIALS = 8;

  /** Sums of some twenty numbers below 10, squared. */
  private static final double EXACT = 1e-11;

  private final Random random = new Random(31);

  static Stream<Objective<PreferencePair>> objectives() {
    return Stream.of(
        DpoObjective.builder().beta(0.4).build(),
        DpoObjective.builder().beta(0.4).labelSmoothing(0.2).build(),
        DpoObjective.builder().beta(0.4).labelSmoothing(0.2).robust(true).build(),
        DpoObjective.builder().beta(0.4).nllCoefficient(0.7).build(),
        IpoObjective.of(0.4),
        IpoObjective.lengthNormalized(0.4),
        new RebelObjective(0.4));
  }

  private List<ScoredExample<PreferencePair>> pairs(int count) {
    List<ScoredExample<PreferencePair>> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(Answers.pair(Answers.random(random), Answers.random(random)));
    }
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void gradients_randomTurns_areTheFiniteDifferences(Objective<PreferencePair> objective) {
    for (int trial = 0; trial < TRIALS; trial++) {
      List<ScoredExample<PreferencePair>> batch = pairs(2);
      Answers.assertFiniteDifferences(objective, batch, Answers.context(batch));
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_onePairAtATime_addsUpToTheBatch(Objective<PreferencePair> objective) {
    List<ScoredExample<PreferencePair>> batch = pairs(5);
    Answers.assertMicroBatchesAddUp(objective, batch, Answers.context(batch), EXACT);
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_otherNumbersAtObservations_areNotRead(Objective<PreferencePair> objective) {
    ScoredExample<PreferencePair> pair = pairs(1).get(0);
    ObjectiveResult before = Answers.evaluate(objective, List.of(pair));

    for (TrajectoryScores scores : pair.scores()) {
      boolean[] actions = scores.trajectory().actionMask();
      for (int p = 0; p < actions.length; p++) {
        if (!actions[p]) {
          scores.get(Score.LOG_PROB)[p] = Double.NaN;
          scores.get(Score.REFERENCE_LOG_PROB)[p] = Double.NaN;
        }
      }
    }

    ObjectiveResult after = Answers.evaluate(objective, List.of(pair));
    assertThat(after.policyLoss()).isEqualTo(before.policyLoss());
    assertThat(Answers.gradient(after, 0)).isEqualTo(Answers.gradient(before, 0));
    assertThat(after.diagnostics().mean("kl")).isEqualTo(before.diagnostics().mean("kl"));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_doubledPair_weighsTwice(Objective<PreferencePair> objective) {
    List<ScoredExample<PreferencePair>> two = pairs(2);
    List<ScoredExample<PreferencePair>> three = List.of(two.get(0), two.get(0), two.get(1));

    double first = Answers.evaluate(objective, two.subList(0, 1)).policyLoss();
    double second = Answers.evaluate(objective, two.subList(1, 2)).policyLoss();

    assertThat(Answers.evaluate(objective, three).policyLoss())
        .isCloseTo((2 * first + second) / 3, within(EXACT));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_microBatchLargerThanTheBatch_isRejected(Objective<PreferencePair> objective) {
    List<ScoredExample<PreferencePair>> two = pairs(2);

    assertThatThrownBy(() -> objective.evaluate(two, Answers.context(two.subList(0, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void requiredScores_onPairs_areBothPoliciesLogProbs(Objective<PreferencePair> objective) {
    assertThat(objective.requiredScores())
        .isEqualTo(Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void diagnostics_pair_haveTheDocumentedNames(Objective<PreferencePair> objective) {
    assertThat(Answers.evaluate(objective, pairs(2)).diagnostics().names())
        .contains(
            "margin",
            "accuracy",
            "logRatio/chosen",
            "logRatio/rejected",
            "logProb/chosen",
            "logProb/rejected",
            "kl",
            "length",
            "truncated");
  }
}
