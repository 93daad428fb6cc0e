package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Named.named;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link DqoObjective} and {@link PathConsistencyObjective} vanish at the soft optimum, and plain
 * gradient descent along their own gradients ends there.
 */
final class BootstrappedConvergenceTest {
  private static final double BETA = 0.5;

  /** Rounding of squares of numbers near 1. */
  private static final double EXACT = 1e-12;

  static Stream<Named<Objective<Trajectory>>> objectives() {
    List<Named<Objective<Trajectory>>> objectives = new ArrayList<>();
    for (double lambda : new double[] {0, .5, .95, 1}) {
      objectives.add(named("DQO, lambda " + lambda, dqo(lambda, true, false)));
    }
    for (int window = 1; window <= 5; window++) {
      objectives.add(named("PCL, d " + window, pcl(window, 0)));
    }
    objectives.add(
        named("PCL, suffix", PathConsistencyObjective.builder().beta(BETA).wholeSuffix().build()));
    return objectives.stream();
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void evaluate_atTheOptimum_isZeroOnEveryPath(Objective<Trajectory> objective) {
    TabularMdp tree = TabularMdp.random(3, 4, 1, new Random(5));
    for (int[] path : tree.paths()) {
      TrajectoryScores scores =
          tree.scores(path, 1, tree.optimalLogProbs(BETA), tree.optimalValues(BETA));

      ObjectiveResult result = Examples.evaluate(objective, scores);

      double[] zeros = new double[4];
      assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
      assertThat(result.valueLoss()).isCloseTo(0, within(EXACT));
      assertThat(Examples.gradient(result, Score.LOG_PROB)).containsExactly(zeros, within(EXACT));
      assertThat(Examples.gradient(result, Score.VALUE)).containsExactly(zeros, within(EXACT));
    }
  }

  static Stream<Arguments> descents() {
    return Stream.of(
            named("DQO", dqo(.9, false, false)),
            named("DQO, weighted", dqo(.9, true, false)),
            named("DQO, full gradient", dqo(.9, false, true)),
            named("PCL, d 1", pcl(1, 0)),
            named("PCL, d 2", pcl(2, 0)),
            named("PCL, d 3", pcl(3, 0)),
            named("Trust-PCL, d 2", pcl(2, .2)))
        .flatMap(objective -> Stream.of(1, 2).map(seed -> Arguments.of(objective, seed)));
  }

  @ParameterizedTest
  @MethodSource("descents")
  void descent_anyBehaviourOfFullSupport_endsAtTheSoftOptimum(
      Objective<Trajectory> objective, int seed) {
    new TreeDescent(1500, 2, 4).assertEndsAtTheSoftOptimum(objective, BETA, seed);
  }

  private static Objective<Trajectory> dqo(
      double lambda, boolean importanceWeight, boolean fullGradient) {
    return DqoObjective.builder()
        .beta(BETA)
        .lambda(lambda)
        .importanceWeight(importanceWeight)
        .fullGradient(fullGradient)
        .build();
  }

  private static Objective<Trajectory> pcl(int window, double trustCoefficient) {
    return PathConsistencyObjective.builder()
        .beta(BETA)
        .window(window)
        .trustCoefficient(trustCoefficient)
        .build();
  }
}
