package dev.oreo.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class KlDivergenceTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /** The published numbers have six decimals. */
  private static final double SIX_DECIMALS = 5e-7;

  /** Central differences with step 1e-5 of functions of order 1: 1e-10 truncation and rounding. */
  private static final double FINITE_DIFFERENCE = 1e-9;

  private static final double[] POLICY = log(.7, .2, .1);
  private static final double[] REFERENCE = log(.3, .4, .3);

  @Test
  void reverse_knownDistributions_isThePublishedNumber() {
    assertThat(KlDivergence.reverse(POLICY, REFERENCE)).isCloseTo(0.344618, within(SIX_DECIMALS));
  }

  @Test
  void forward_knownDistributions_isThePublishedNumber() {
    assertThat(KlDivergence.forward(POLICY, REFERENCE)).isCloseTo(0.352653, within(SIX_DECIMALS));
  }

  @Test
  void k3_averagedOverThePolicy_isTheReverseDivergence() {
    assertThat(meanK3(POLICY))
        .isCloseTo(0.344618, within(SIX_DECIMALS))
        .isCloseTo(KlDivergence.reverse(POLICY, REFERENCE), within(EXACT));
  }

  @Test
  void k3_averagedOverTheReference_isChiSquaredLessForward() {
    // chi^2(r || pi) = sum_v r_v^2 / pi_v - 1
    double chiSquared = .09 / .7 + .16 / .2 + .09 / .1 - 1;

    assertThat(meanK3(REFERENCE))
        .isCloseTo(0.475918, within(SIX_DECIMALS))
        .isCloseTo(chiSquared - KlDivergence.forward(POLICY, REFERENCE), within(EXACT));
  }

  @Test
  void k3_smallRatio_keepsItsDigits() {
    // exp(-d) + d - 1 = d^2/2 - d^3/6 + ..., which the naive sum loses below d = 1e-8
    assertThat(KlDivergence.k3(1e-6)).isCloseTo(5e-13, within(1e-18));
  }

  @Test
  void divergences_equalDistributions_areZeroWithZeroGradient() {
    double[] zeros = {0, 0, 0};

    assertThat(KlDivergence.reverse(POLICY, POLICY)).isZero();
    assertThat(KlDivergence.forward(POLICY, POLICY)).isZero();
    assertThat(KlDivergence.k3(0)).isZero();
    assertThat(KlDivergence.reverseGradient(POLICY, POLICY)).containsExactly(zeros, within(0.0));
    assertThat(KlDivergence.forwardGradient(POLICY, POLICY)).containsExactly(zeros, within(0.0));
    assertThat(KlDivergence.k3Derivative(0)).isZero();
  }

  @Test
  void reverseGradient_anyLogits_isTheFiniteDifference() {
    assertIsDerivative(
        logits -> KlDivergence.reverse(LogProbabilities.logSoftmax(logits), REFERENCE),
        KlDivergence.reverseGradient(POLICY, REFERENCE));
  }

  @Test
  void forwardGradient_anyLogits_isTheFiniteDifference() {
    assertIsDerivative(
        logits -> KlDivergence.forward(LogProbabilities.logSoftmax(logits), REFERENCE),
        KlDivergence.forwardGradient(POLICY, REFERENCE));
  }

  @Test
  void k3Derivative_anyRatio_isTheFiniteDifference() {
    double step = 1e-5;
    for (double d : new double[] {-2, -.1, 0, .3, 4}) {
      double difference = (KlDivergence.k3(d + step) - KlDivergence.k3(d - step)) / (2 * step);

      assertThat(KlDivergence.k3Derivative(d)).isCloseTo(difference, within(FINITE_DIFFERENCE));
    }
  }

  @Test
  void reverse_outcomeThePolicyExcludes_contributesNothing() {
    double[] policy = log(.5, .5, 0);

    // .5 log(.5/.3) + .5 log(.5/.4)
    double expected = .5 * Math.log(.5 / .3) + .5 * Math.log(.5 / .4);
    assertThat(KlDivergence.reverse(policy, REFERENCE)).isCloseTo(expected, within(EXACT));
    assertThat(KlDivergence.reverseGradient(policy, REFERENCE)[2]).isZero();
    assertThat(KlDivergence.forward(policy, REFERENCE)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void divergences_differentLengths_areRejected() {
    assertThatThrownBy(() -> KlDivergence.reverse(new double[3], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logPolicy and logReference must have equal length of at least 1, got 3 and 2");
    assertThatThrownBy(() -> KlDivergence.forwardGradient(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logPolicy and logReference must have equal length of at least 1, got 0 and 0");
  }

  private static double[] log(double... probabilities) {
    return Arrays.stream(probabilities).map(Math::log).toArray();
  }

  private static double meanK3(double[] logSampler) {
    double mean = 0;
    for (int v = 0; v < logSampler.length; v++) {
      mean += Math.exp(logSampler[v]) * KlDivergence.k3(POLICY[v] - REFERENCE[v]);
    }
    return mean;
  }

  /** Differentiates at the logits of {@link #POLICY} shifted, which must not matter. */
  private static void assertIsDerivative(ToDoubleFunction<double[]> function, double[] gradient) {
    double step = 1e-5;
    double shift = 3;
    for (int j = 0; j < POLICY.length; j++) {
      double[] up = Arrays.stream(POLICY).map(x -> x + shift).toArray();
      double[] down = up.clone();
      up[j] += step;
      down[j] -= step;
      double difference = (function.applyAsDouble(up) - function.applyAsDouble(down)) / (2 * step);

      assertThat(gradient[j]).isCloseTo(difference, within(FINITE_DIFFERENCE));
    }
  }
}
