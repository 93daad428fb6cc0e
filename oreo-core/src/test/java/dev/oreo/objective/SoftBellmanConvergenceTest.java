package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.math.KlDivergence;
import dev.oreo.math.LogProbabilities;
import dev.oreo.trajectory.Granularity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where plain gradient descent along the objective's own gradients ends. */
final class SoftBellmanConvergenceTest {
  private static final double BETA = 0.5;

  /** Rounding of squares of numbers near 1. */
  private static final double EXACT = 1e-12;

  @ParameterizedTest
  @CsvSource({"TOKEN, 1", "TOKEN, 2", "STEP, 1", "STEP, 2", "RESPONSE, 1", "RESPONSE, 2"})
  void descent_anyBehaviourOfFullSupport_endsAtTheSoftOptimum(Granularity granularity, int seed) {
    // the response level's gradient is not divided by the three states
    double policyRate = granularity == Granularity.RESPONSE ? 2 : 8;

    new TreeDescent(2000, 1, policyRate)
        .assertEndsAtTheSoftOptimum(objective(granularity), BETA, seed);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.95, 0.99})
  void losses_partialSupport_vanishOnAWholeFamily(double value) {
    double[] logProbs = zeroLossArms(value);

    for (int arm = 0; arm < 2; arm++) {
      ObjectiveResult result = Examples.evaluate(arms(0), armScores(arm, logProbs[arm], value));
      assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
      assertThat(result.valueLoss()).isCloseTo(0, within(EXACT));
    }
    // pi(1) = exp(.5) / 3 and pi(-1) = exp(-19.5) / 3 at V = .95
    assertThat(Math.exp(zeroLossArms(0.95)[0])).isCloseTo(0.549574, within(5e-7));
    assertThat(Math.exp(zeroLossArms(0.95)[1])).isCloseTo(1.1e-9, within(5e-11));
  }

  @Test
  void losses_partialSupportAndLowValue_cannotVanish() {
    // V = beta log((e^10 + e^-10) / 3) takes all probability; below it would take more than there
    // is
    double lowest = 0.1 * LogProbabilities.logSumExp(10 - Math.log(3), -10 - Math.log(3));

    assertThat(lowest).isCloseTo(0.8901388, within(5e-8));
    assertThat(Math.exp(zeroLossArms(lowest + 1e-9)[2])).isCloseTo(0, within(2e-8));
    assertThat(zeroLossArms(lowest - 1e-9)[2]).isNaN();
  }

  @Test
  void descent_partialSupportWithRegulariser_hasOneEnd() {
    double[] fromLow = descendArms(0.3, 0.9);
    double[] fromHigh = descendArms(0.3, 0.99);

    assertThat(fromHigh).containsExactly(fromLow, within(1e-9));
    assertThat(descendArms(0, 0.9)[0]).isCloseTo(0.9, within(1e-9));
    assertThat(descendArms(0, 0.99)[0]).isCloseTo(0.99, within(1e-9));
  }

  @Test
  void losses_trajectoriesWithoutCommonPrefix_vanishWithTheReferencePolicy() {
    // V = R on each of them explains the rewards without moving the policy
    for (double reward : new double[] {0, 1, -2}) {
      double[] values = {reward, reward, reward};
      TrajectoryScores scores =
          Examples.scores(Examples.answer(reward, 2, 1), new double[3], values);
      for (Granularity granularity : Granularity.values()) {
        ObjectiveResult result = Examples.evaluate(objective(granularity), scores);

        assertThat(result.policyLoss()).isZero();
        assertThat(result.valueLoss()).isZero();
        assertThat(Examples.gradient(result, Score.LOG_PROB)).containsOnly(0);
      }
    }
  }

  /**
   * Three arms under a uniform reference, beta .1; only those of reward 1 and -1 are ever seen.
   * Both residuals are 0 at {@code pi(a) = exp((r - V) / beta) / 3}, the rest left to the unseen
   * arm.
   */
  private static double[] zeroLossArms(double value) {
    double first = (1 - value) / 0.1 - Math.log(3);
    double second = (-1 - value) / 0.1 - Math.log(3);
    return new double[] {first, second, Math.log(1 - Math.exp(first) - Math.exp(second))};
  }

  /** Trains from a zero-loss start on one trajectory of each seen arm; returns V and the policy. */
  private static double[] descendArms(double klCoefficient, double value) {
    double[] logits = zeroLossArms(value);
    double[] uniform = LogProbabilities.logSoftmax(0, 0, 0);
    double[] values = {value};
    for (int update = 0; update < 3000; update++) {
      double[] logProbs = LogProbabilities.logSoftmax(logits);
      double[] byDivergence = KlDivergence.reverseGradient(logProbs, uniform);
      double[] byValue = new double[1];
      double[] byLogit = new double[3];
      for (int arm = 0; arm < 2; arm++) {
        TrajectoryScores scores =
            Examples.with(
                armScores(arm, logProbs[arm], values[0]),
                Score.REVERSE_KL,
                new double[] {KlDivergence.reverse(logProbs, uniform)});
        ObjectiveResult result =
            Examples.evaluate(arms(klCoefficient), List.of(scores), new BatchCounts(2, 2, 2));
        double byLogProb = Examples.gradient(result, Score.LOG_PROB)[0];
        double weight = result.gradients().get(0).get(Score.REVERSE_KL).orElse(new double[1])[0];
        for (int j = 0; j < 3; j++) {
          byLogit[j] += byLogProb * ((j == arm ? 1 : 0) - Math.exp(logProbs[j]));
          byLogit[j] += weight * byDivergence[j];
        }
        byValue[0] += Examples.gradient(result, Score.VALUE)[0];
      }
      TreeDescent.subtract(values, byValue, 0.2);
      TreeDescent.subtract(logits, byLogit, 2);
    }
    double[] logProbs = LogProbabilities.logSoftmax(logits);
    return new double[] {
      values[0], Math.exp(logProbs[0]), Math.exp(logProbs[1]), Math.exp(logProbs[2])
    };
  }

  private static TrajectoryScores armScores(int arm, double logProb, double value) {
    return new TrajectoryScores(
        Examples.answer(arm == 0 ? 1 : -1, 1),
        Map.of(
            Score.LOG_PROB, new double[] {logProb},
            Score.REFERENCE_LOG_PROB, new double[] {-Math.log(3)},
            Score.VALUE, new double[] {value}));
  }

  private static SoftBellmanObjective arms(double klCoefficient) {
    return SoftBellmanObjective.builder(Granularity.TOKEN)
        .beta(0.1)
        .klCoefficient(klCoefficient)
        .build();
  }

  private static SoftBellmanObjective objective(Granularity granularity) {
    return SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(0).build();
  }
}
