package dev.oreo.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.objective.Score;
import dev.oreo.objective.TabularMdp;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Value, log-ratio, advantages and residual by hand, and where they agree. */
final class CreditAssignmentTest {
  /** Sums of a few numbers of order 1. */
  private static final double EXACT = 1e-12;

  private static final double BETA = 0.5;

  /** The vector W of the other objectives' tests: d, V and R = 1, steps {0, 1} and {2}. */
  private static CreditAssignment worked() {
    Trajectory trajectory =
        Trajectory.of("w", new int[4], List.of(new Step(1, 3, 0), new Step(3, 4, 1)));
    return CreditAssignment.of(
        scores(trajectory, new double[] {.2, -.4, .6}, new double[] {.3, .5, .9}), BETA);
  }

  @Test
  void tokens_workedVector_areAsByHand() {
    List<ActionCredit> tokens = worked().tokens();

    assertThat(all(tokens, ActionCredit::value)).containsExactly(at(.3, .5, .9), within(EXACT));
    assertThat(all(tokens, ActionCredit::logRatio)).containsExactly(at(.2, -.4, .6), within(EXACT));
    // .3, .3 + .5 * .2, .4 - .5 * .4
    assertThat(all(tokens, ActionCredit::implicitValue))
        .containsExactly(at(.3, .4, .2), within(EXACT));
    assertThat(all(tokens, ActionCredit::implicitAdvantage))
        .containsExactly(at(.1, -.2, .3), within(EXACT));
    // .5 - .3, .9 - .5, 1 + 0 - .9
    assertThat(all(tokens, ActionCredit::explicitAdvantage))
        .containsExactly(at(.2, .4, .1), within(EXACT));
    // V + .5 * (.4, .2, .6) - 1
    assertThat(all(tokens, ActionCredit::residual))
        .containsExactly(at(-.5, -.4, .2), within(EXACT));
    assertThat(tokens).extracting(token -> token.action().reward()).containsExactly(0., 0., 1.);
  }

  @Test
  void steps_workedVector_areSumsOverTheirTokens() {
    List<ActionCredit> steps = worked().steps();

    assertThat(all(steps, ActionCredit::value)).containsExactly(at(.3, .9), within(EXACT));
    assertThat(all(steps, ActionCredit::implicitValue)).containsExactly(at(.3, .2), within(EXACT));
    assertThat(all(steps, ActionCredit::logRatio)).containsExactly(at(-.2, .6), within(EXACT));
    assertThat(all(steps, ActionCredit::implicitAdvantage))
        .containsExactly(at(-.1, .3), within(EXACT));
    // .9 - .3, 1 - .9
    assertThat(all(steps, ActionCredit::explicitAdvantage))
        .containsExactly(at(.6, .1), within(EXACT));
    assertThat(all(steps, ActionCredit::residual)).containsExactly(at(-.5, .2), within(EXACT));
    assertThat(steps).extracting(ActionCredit::action).isEqualTo(worked().trajectory().steps());
  }

  @Test
  void summaries_workedVector_areOfFirstAndLastState() {
    CreditAssignment credit = worked();

    assertThat(credit.firstValue()).isEqualTo(.3);
    assertThat(credit.lastValue()).isEqualTo(.9);
    assertThat(credit.lastImplicitValue()).isCloseTo(.2, within(EXACT));
    assertThat(credit.logRatio()).isCloseTo(.4, within(EXACT));
  }

  @Test
  void turns_observationsBetween_areSkippedAndPaid() {
    // prompt 0 1, turn 2 3 paid .25, observation 4 5, turn 6 paid 1, trailing observation 7
    Trajectory trajectory =
        Trajectory.of("turns", new int[8], List.of(new Step(2, 4, .25), new Step(6, 7, 1)));
    double other = 77; // a position that chooses no action must not be read
    double[] logRatios = {other, .2, .4, other, other, -.6, other};
    double[] values = {other, .5, .6, other, other, .7, other};

    CreditAssignment credit = CreditAssignment.of(scores(trajectory, logRatios, values), BETA);

    // the token before the observation leads to the state after it
    assertThat(all(credit.tokens(), ActionCredit::explicitAdvantage))
        .containsExactly(at(.6 - .5, .25 + .7 - .6, 1 - .7), within(EXACT));
    assertThat(all(credit.steps(), ActionCredit::explicitAdvantage))
        .containsExactly(at(.25 + .7 - .5, 1 - .7), within(EXACT));
    // .5, .5 + .1, .6 + .2 - .25: what was paid is not to come any more
    assertThat(all(credit.tokens(), ActionCredit::implicitValue))
        .containsExactly(at(.5, .6, .55), within(EXACT));
    assertThat(all(credit.steps(), ActionCredit::implicitValue))
        .containsExactly(at(.5, .55), within(EXACT));
    // V + .5 * (0, -.2, -.6) - (1.25, 1.25, 1)
    assertThat(all(credit.tokens(), ActionCredit::residual))
        .containsExactly(at(-.75, -.75, -.6), within(EXACT));
    assertThat(all(credit.steps(), ActionCredit::residual))
        .containsExactly(at(-.75, -.6), within(EXACT));
    assertThat(credit.tokens())
        .extracting(ActionCredit::action)
        .containsExactly(new Step(2, 3, 0), new Step(3, 4, .25), new Step(6, 7, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void credit_atTheSoftOptimum_agreesAndHasNoResidual(int stepLength) {
    double beta = 0.3;
    TabularMdp tree = TabularMdp.random(3, 4, stepLength, new Random(5));
    double[] values = tree.optimalValues(beta);

    for (int[] path : tree.paths()) {
      CreditAssignment credit =
          CreditAssignment.of(
              tree.scores(path, stepLength, tree.optimalLogProbs(beta), values), beta);

      List<ActionCredit> both = new ArrayList<>(credit.tokens());
      both.addAll(credit.steps());
      for (ActionCredit action : both) {
        assertThat(action.implicitValue()).isCloseTo(action.value(), within(EXACT));
        assertThat(action.implicitAdvantage()).isCloseTo(action.explicitAdvantage(), within(EXACT));
        assertThat(action.residual()).isCloseTo(0, within(EXACT));
      }
    }
  }

  @Test
  void residual_anywhere_isWhatTheAdvantagesDifferByFromThereOn() {
    Random random = new Random(7);
    TabularMdp tree = TabularMdp.random(2, 5, 2, random);
    double[] logProbs = tree.softmax(random.doubles(tree.nodes(), -2, 2).toArray());
    double[] values = random.doubles(tree.nodes(), -1, 1).toArray();
    for (int[] path : tree.paths()) {
      CreditAssignment credit = CreditAssignment.of(tree.scores(path, 2, logProbs, values), BETA);

      for (List<ActionCredit> actions : List.of(credit.tokens(), credit.steps())) {
        double difference = 0;
        for (int i = actions.size() - 1; i >= 0; i--) {
          ActionCredit action = actions.get(i);
          difference += action.implicitAdvantage() - action.explicitAdvantage();
          assertThat(action.residual()).isCloseTo(difference, within(EXACT));
          assertThat(action.implicitValue() - action.value())
              .isCloseTo(actions.get(0).residual() - action.residual(), within(EXACT));
        }
      }
    }
  }

  @Test
  void of_betaOutOfRange_isRejected() {
    TrajectoryScores scores = scores(answer(), at(0, 0), at(0, 0));

    assertThatThrownBy(() -> CreditAssignment.of(scores, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got 0.0");
  }

  @Test
  void of_valueThatIsNotANumber_isRejected() {
    TrajectoryScores scores = scores(answer(), at(0, 0), at(0, Double.NaN));

    assertThatThrownBy(() -> CreditAssignment.of(scores, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "VALUE must be finite at action tokens, got NaN at position 1 (trajectory answer)");
  }

  @Test
  void of_scoreThatIsAbsent_isRejected() {
    TrajectoryScores scores = new TrajectoryScores(answer(), Map.of(Score.VALUE, at(0, 0)));

    assertThatThrownBy(() -> CreditAssignment.of(scores, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("LOG_PROB must be among the scores of trajectory answer, got [VALUE]");
  }

  private static Trajectory answer() {
    return Trajectory.of("answer", new int[3], List.of(new Step(1, 3, 1)));
  }

  /** Log-ratios d stand as log-probabilities over a reference of log-probability -1. */
  private static TrajectoryScores scores(
      Trajectory trajectory, double[] logRatios, double[] values) {
    double[] reference = new double[logRatios.length];
    Arrays.fill(reference, -1);
    return new TrajectoryScores(
        trajectory,
        Map.of(
            Score.LOG_PROB,
            Arrays.stream(logRatios).map(d -> d - 1).toArray(),
            Score.REFERENCE_LOG_PROB,
            reference,
            Score.VALUE,
            values));
  }

  private static double[] all(List<ActionCredit> actions, ToDoubleFunction<ActionCredit> number) {
    return actions.stream().mapToDouble(number).toArray();
  }

  private static double[] at(double... numbers) {
    return numbers;
  }
}
