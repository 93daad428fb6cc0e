package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Soft-optimal policies and values known in closed form, and that they solve the objective. */
final class TabularMdpTest {
  /** Sums along a few nodes of numbers of order 1 to 10. */
  private static final double EXACT = 1e-12;

  /** The published numbers have six decimals. */
  private static final double SIX_DECIMALS = 5e-7;

  @Test
  void optimum_bandit_isTheClosedForm() {
    TabularMdp bandit = TabularMdp.uniform(2, 1, 0, 1, 0);

    assertThat(bandit.optimalValues(1)[0])
        .isCloseTo(0.620115, within(SIX_DECIMALS))
        .isCloseTo(Math.log((Math.E + 1) / 2), within(EXACT));
    assertThat(Math.exp(bandit.optimalLogProbs(1)[1])).isCloseTo(0.731059, within(SIX_DECIMALS));
    assertThat(bandit.optimalValues(0.03)[0])
        .isCloseTo(0.979206, within(SIX_DECIMALS))
        .isCloseTo(1 - 0.03 * Math.log(2), within(EXACT));
    // exp(1 / .001) overflows
    assertThat(bandit.optimalValues(0.001)[0]).isCloseTo(1 - 0.001 * Math.log(2), within(EXACT));
  }

  @Test
  void optimum_binaryTree_isTheClosedForm() {
    // nodes: root, L, R, LL, LR, RL, RR; reward 1 on LL only
    TabularMdp tree = TabularMdp.uniform(2, 2, 0, 0, 0, 1, 0, 0, 0);

    double[] values = tree.optimalValues(1);

    assertThat(values[1]).isCloseTo(0.620115, within(SIX_DECIMALS));
    assertThat(values[2]).isCloseTo(0, within(EXACT));
    assertThat(values[0])
        .isCloseTo(0.357374, within(SIX_DECIMALS))
        .isCloseTo(Math.log((Math.E + 3) / 4), within(EXACT));
    assertThat(Math.exp(tree.optimalLogProbs(1)[1]))
        .isCloseTo(0.650245, within(SIX_DECIMALS))
        .isCloseTo((Math.E + 1) / (Math.E + 3), within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({"TOKEN, 1", "STEP, 1", "STEP, 2", "RESPONSE, 1", "TOKEN, 2", "RESPONSE, 2"})
  void residuals_atTheOptimum_areZeroOnEveryPath(Granularity granularity, int stepLength) {
    TabularMdp tree = TabularMdp.random(3, 4, stepLength, new Random(5));
    double beta = 0.3;
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(granularity).beta(beta).klCoefficient(0).build();

    for (int[] path : tree.paths()) {
      TrajectoryScores scores =
          tree.scores(path, stepLength, tree.optimalLogProbs(beta), tree.optimalValues(beta));

      ObjectiveResult result = Examples.evaluate(objective, scores);
      assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
      assertThat(result.valueLoss()).isCloseTo(0, within(EXACT));
      double[] zeros = new double[4];
      assertThat(Examples.gradient(result, Score.LOG_PROB)).containsExactly(zeros, within(EXACT));
      assertThat(Examples.gradient(result, Score.VALUE)).containsExactly(zeros, within(EXACT));
      for (int p = 0; p < 4; p++) {
        assertThat(BellmanResiduals.of(scores, beta).at(p)).isCloseTo(0, within(EXACT));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 2})
  void regularizedReturn_ofTheOptimalPolicy_isTheOptimalValueAndTheHighest(double beta) {
    Random random = new Random(3);
    TabularMdp tree = TabularMdp.random(3, 3, 1, random);
    double optimum = tree.optimalValues(beta)[0];

    assertThat(tree.regularizedReturn(tree.optimalLogProbs(beta), beta))
        .isCloseTo(optimum, within(EXACT));
    for (int trial = 0; trial < 100; trial++) {
      double[] logits = tree.optimalLogProbs(beta);
      for (int node = 0; node < logits.length; node++) {
        logits[node] += 0.1 * random.nextGaussian();
      }
      assertThat(tree.regularizedReturn(tree.softmax(logits), beta)).isLessThan(optimum);
    }
  }

  @Test
  void softmaxBackward_randomLogits_isTheFiniteDifference() {
    Random random = new Random(2);
    TabularMdp tree = TabularMdp.random(2, 2, 1, random);
    double[] logits = random.doubles(tree.nodes()).toArray();
    double[] weights = random.doubles(tree.nodes()).toArray();

    double[] gradient = tree.softmaxBackward(tree.softmax(logits), weights);

    double step = 1e-5;
    for (int node = 1; node < tree.nodes(); node++) {
      double[] up = logits.clone();
      double[] down = logits.clone();
      up[node] += step;
      down[node] -= step;
      double difference = 0;
      for (int n = 1; n < tree.nodes(); n++) {
        difference += weights[n] * (tree.softmax(up)[n] - tree.softmax(down)[n]) / (2 * step);
      }
      assertThat(gradient[node]).isCloseTo(difference, within(1e-9));
    }
  }
}
