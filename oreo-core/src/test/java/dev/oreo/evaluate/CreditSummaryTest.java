package dev.oreo.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Means, separation and agreement by hand. */
final class CreditSummaryTest {
  /** Sums of a few numbers of order 1. */
  private static final double EXACT = 1e-12;

  @Test
  void means_twoRightOneWrong_areByKind() {
    CreditSummary summary =
        CreditSummary.of(
            List.of(
                credit(1, at(.5, .8), at(.2, .1)),
                credit(1, at(.7, .6), at(.4, -.1)),
                credit(0, at(.4, .2), at(-.3, .1))));

    CreditMeans right = summary.right().orElseThrow();
    assertThat(right.trajectories()).isEqualTo(2);
    assertThat(right.firstValue()).isCloseTo(.6, within(EXACT));
    assertThat(right.lastValue()).isCloseTo(.7, within(EXACT));
    // .5 + .2 and .7 + .4, with beta 1
    assertThat(right.lastImplicitValue()).isCloseTo(.9, within(EXACT));
    assertThat(right.logRatio()).isCloseTo(.3, within(EXACT));
    // residuals .5 + .3 - 1, .8 + .1 - 1 and .7 + .3 - 1, .6 - .1 - 1
    assertThat(right.residual()).isCloseTo(((-.2 - .1) / 2 + (0 - .5) / 2) / 2, within(EXACT));
    assertThat(right.squaredResidual()).isCloseTo(((.04 + .01) / 2 + .25 / 2) / 2, within(EXACT));
    CreditMeans wrong = summary.wrong().orElseThrow();
    assertThat(wrong.trajectories()).isEqualTo(1);
    assertThat(wrong.residual()).isCloseTo((.2 + .3) / 2, within(EXACT));
  }

  @Test
  void auc_threePairsOfFourInOrder_isThreeQuarters() {
    CreditSummary summary =
        CreditSummary.of(
            List.of(
                credit(1, at(0, .9), at(.9, 0)),
                credit(1, at(0, .3), at(.2, 0)),
                credit(0, at(0, .5), at(.2, 0)),
                credit(0, at(0, .1), at(.1, 0))));

    assertThat(summary.lastValueAuc()).hasValue(.75);
    // .9 beats both, .2 beats .1 and ties with .2
    assertThat(summary.lastImplicitValueAuc()).hasValue(.875);
    assertThat(summary.firstValueAuc()).hasValue(.5);
  }

  @Test
  void correlation_changesThatAreProportional_isOneWhateverTheStart() {
    // V - V_0 is .3, .2 and -.1, -.3; d is twice what V gains but for the last token's
    CreditSummary summary =
        CreditSummary.of(
            List.of(
                credit(1, at(.2, .5, .4), at(.6, -.2, 9)),
                credit(0, at(.9, .8, .6), at(-.2, -.4, 7))));

    assertThat(summary.valueCorrelation().orElseThrow()).isCloseTo(1, within(EXACT));
    assertThat(summary.tokenAdvantageCorrelation().orElseThrow()).isCloseTo(1, within(EXACT));
    assertThat(summary.stepAdvantageCorrelation()).isEmpty(); // each has one step, the last
  }

  @Test
  void correlation_oppositeAdvantages_isMinusOne() {
    CreditSummary summary = CreditSummary.of(List.of(credit(1, at(.2, .5, .4), at(-.3, .1, 0))));

    assertThat(summary.tokenAdvantageCorrelation().orElseThrow()).isCloseTo(-1, within(EXACT));
  }

  @Test
  void correlation_ofSteps_isOverAllButTheLast() {
    Trajectory trajectory =
        Trajectory.of(
            "steps",
            new int[5],
            List.of(new Step(1, 2, 0), new Step(2, 3, 0), new Step(3, 4, 0), new Step(4, 5, 1)));

    // V gains .3, -.1, .2 and then the outcome
    CreditSummary summary =
        CreditSummary.of(List.of(credit(trajectory, at(.2, .5, .4, .6), at(-.3, .1, -.2, -9))));

    assertThat(summary.stepAdvantageCorrelation().orElseThrow()).isCloseTo(-1, within(EXACT));
  }

  @Test
  void summary_oneKindAndConstants_leavesOutWhatIsUndefined() {
    CreditSummary summary = CreditSummary.of(List.of(credit(0, at(0, 0, 0), at(0, 0, 0))));

    assertThat(summary.right()).isEmpty();
    assertThat(summary.wrong()).isPresent();
    assertThat(summary.firstValueAuc()).isEmpty();
    assertThat(summary.lastValueAuc()).isEmpty();
    assertThat(summary.lastImplicitValueAuc()).isEmpty();
    assertThat(summary.valueCorrelation()).isEmpty();
    assertThat(summary.tokenAdvantageCorrelation()).isEmpty();
    assertThat(summary.stepAdvantageCorrelation()).isEmpty();
  }

  @Test
  void summary_ofNothing_isEmpty() {
    CreditSummary summary = CreditSummary.of(List.of());

    assertThat(summary.right()).isEmpty();
    assertThat(summary.wrong()).isEmpty();
    assertThat(summary.valueCorrelation()).isEmpty();
  }

  /** One step. */
  private static CreditAssignment credit(double reward, double[] values, double[] logRatios) {
    int length = values.length + 1;
    return credit(
        Trajectory.of("t", new int[length], List.of(new Step(1, length, reward))),
        values,
        logRatios);
  }

  /** Beta 1, the reference's log-probabilities 0. */
  private static CreditAssignment credit(
      Trajectory trajectory, double[] values, double[] logRatios) {
    return CreditAssignment.of(
        new TrajectoryScores(
            trajectory,
            Map.of(
                Score.LOG_PROB,
                logRatios,
                Score.REFERENCE_LOG_PROB,
                new double[values.length],
                Score.VALUE,
                values)),
        1);
  }

  private static double[] at(double... numbers) {
    return numbers;
  }
}
