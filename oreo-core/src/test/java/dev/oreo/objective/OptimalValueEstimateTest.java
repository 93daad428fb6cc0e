package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.math.LogProbabilities;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import dev.oreo.trajectory.ValuedTrajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptimalValueEstimateTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /** The digits that the published numbers have. */
  private static final double SIX_DIGITS = 5e-7;

  private static final double[] MIXED = {.3, -1.2, 2, .3};

  @Test
  void of_binaryRewards_isTheClosedForm() {
    assertThat(OptimalValueEstimate.of(.5, 0, 0, 0, 0)).isZero();
    assertThat(OptimalValueEstimate.of(.5, 1, 0, 0, 0, 0, 0, 0, 0))
        .isCloseTo(.293513, within(SIX_DIGITS));
    assertThat(OptimalValueEstimate.of(.5, 0, 1)).isCloseTo(.716890, within(SIX_DIGITS));
    assertThat(OptimalValueEstimate.of(.5, 1, 1, 1)).isEqualTo(1);
    // beta1 log(1 + p (e^(1 / beta1) - 1)) at p = 1/8
    assertThat(OptimalValueEstimate.of(.5, 0, 0, 0, 0, 1, 0, 0, 0))
        .isCloseTo(.5 * Math.log(1 + .125 * (Math.exp(2) - 1)), within(EXACT));
  }

  @Test
  void of_anyRewards_isTheScaledLogOfTheMeanExponential() {
    double[] scaled = {.3 / .7, -1.2 / .7, 2 / .7, .3 / .7};

    assertThat(OptimalValueEstimate.of(.7, MIXED))
        .isCloseTo(.7 * (LogProbabilities.logSumExp(scaled) - Math.log(4)), within(EXACT));
  }

  @Test
  void of_largeBeta1_approachesTheMean() {
    assertThat(OptimalValueEstimate.of(1e6, MIXED)).isCloseTo(.35, within(1e-5));
    assertThat(OptimalValueEstimate.of(1e15, MIXED)).isCloseTo(.35, within(EXACT));
    assertThat(OptimalValueEstimate.of(Double.POSITIVE_INFINITY, MIXED))
        .isCloseTo(.35, within(EXACT));
  }

  @Test
  void of_smallBeta1_approachesTheMaximum() {
    // exp(2 / 1e-3) overflows; what is left is beta1 log(1/4)
    assertThat(OptimalValueEstimate.of(1e-3, MIXED))
        .isCloseTo(2 - 1e-3 * Math.log(4), within(EXACT));
    assertThat(OptimalValueEstimate.of(Double.MIN_VALUE, MIXED)).isEqualTo(2);
    assertThat(OptimalValueEstimate.of(0, MIXED)).isEqualTo(2);
    assertThat(OptimalValueEstimate.of(0, -3)).isEqualTo(-3);
  }

  @Test
  void ofGroups_twoPrompts_givesEachItsOwnValueInOrder() {
    Trajectory a = Examples.answer(1, 1);
    Trajectory b = Examples.answer(0, 2);
    Trajectory c = Examples.answer(1, 2);

    List<ValuedTrajectory> valued =
        OptimalValueEstimate.ofGroups(
            List.of(new TrajectoryGroup(List.of(a, b)), new TrajectoryGroup(List.of(c))), .5);

    assertThat(valued).extracting(ValuedTrajectory::trajectory).containsExactly(a, b, c);
    assertThat(valued.get(0).value()).isCloseTo(.716890, within(SIX_DIGITS));
    assertThat(valued.get(1).value()).isEqualTo(valued.get(0).value());
    assertThat(valued.get(2).value()).isEqualTo(1);
  }

  @Test
  void of_badArguments_areRejected() {
    assertThatThrownBy(() -> OptimalValueEstimate.of(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta1 must be >= 0, got -1.0");
    assertThatThrownBy(() -> OptimalValueEstimate.of(Double.NaN, 0))
        .hasMessage("beta1 must be >= 0, got NaN");
    assertThatThrownBy(() -> OptimalValueEstimate.of(.5)).hasMessage("rewards must not be empty");
    assertThatThrownBy(() -> OptimalValueEstimate.of(.5, 0, Double.NaN))
        .hasMessage("rewards must be finite, got [0.0, NaN]");
  }
}
