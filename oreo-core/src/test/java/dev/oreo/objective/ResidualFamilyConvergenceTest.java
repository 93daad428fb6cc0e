package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The soft optimum as fixed point and as the end of descent, for every value source. */
final class ResidualFamilyConvergenceTest {
  private static final double BETA = 0.5;

  /** Rounding of squares of numbers near 1. */
  private static final double EXACT = 1e-12;

  /** What is left of the errors after the number of updates below; they still fall. */
  private static final double CONVERGED = 2e-3;

  private static final int UPDATES = 500;

  static Stream<ObjectiveCase<?>> all() {
    return Stream.of(
        ObjectiveCase.of(new DroVObjective(BETA)),
        ObjectiveCase.of(new DroPObjective(BETA)),
        ObjectiveCase.of(new TbrmObjective(BETA)),
        ObjectiveCase.of(new ShiqObjective(BETA)),
        ObjectiveCase.of(new ShiqObjective(BETA, ShiqObjective.Reduction.SUM)),
        ObjectiveCase.aStarPo(BETA, wideTree().optimalValues(BETA)[0]));
  }

  @ParameterizedTest
  @MethodSource("all")
  void evaluate_atTheSoftOptimum_isZeroOnEveryPath(ObjectiveCase<?> objective) {
    TabularMdp mdp = wideTree();
    LogitTree optimum = optimum(mdp, objective);
    List<TrajectoryScores> batch = mdp.paths().stream().map(optimum::scores).toList();

    ObjectiveResult result = objective.evaluate(batch);

    assertThat(result.policyLoss()).isCloseTo(0, within(EXACT));
    assertThat(result.valueLoss()).isCloseTo(0, within(EXACT));
    for (String name : List.of("residual/success", "residual/failure")) {
      double[] residuals = result.diagnostics().samples(name);
      assertThat(residuals)
          .isNotEmpty()
          .containsExactly(new double[residuals.length], within(EXACT));
    }
  }

  /**
   * Logits {@code (beta log pi_ref + r + V*(s')) / beta}, whose partition is {@code V* / beta}; for
   * ShiQ plus the reference's own partition.
   */
  private static LogitTree optimum(TabularMdp mdp, ObjectiveCase<?> objective) {
    double[] partitions = new Random(6).doubles(mdp.nodes(), -1, 1).toArray();
    LogitTree tree = new LogitTree(mdp, 3, partitions);
    double[] logProbs = mdp.optimalLogProbs(BETA);
    double[] values = mdp.optimalValues(BETA);
    boolean shifted = objective.objective() instanceof ShiqObjective;
    for (int node = 1; node < mdp.nodes(); node++) {
      int state = tree.parent(node);
      tree.logits()[node] =
          logProbs[node] + values[state] / BETA + (shifted ? partitions[state] : 0);
    }
    System.arraycopy(values, 0, tree.values(), 0, values.length);
    return tree;
  }

  /** Per objective a learning rate that suits the curvature of its loss. */
  static Stream<Arguments> descents() {
    double root = tree().optimalValues(BETA)[0];
    return Stream.of(1, 2)
        .flatMap(
            seed ->
                Stream.of(
                    Arguments.of(ObjectiveCase.of(new DroVObjective(BETA)), 2, seed),
                    Arguments.of(ObjectiveCase.of(new DroPObjective(BETA)), 4, seed),
                    Arguments.of(ObjectiveCase.of(new TbrmObjective(BETA)), 0.3, seed),
                    Arguments.of(ObjectiveCase.of(new ShiqObjective(BETA)), 2, seed),
                    Arguments.of(ObjectiveCase.aStarPo(BETA, root), 2, seed)));
  }

  @ParameterizedTest
  @MethodSource("descents")
  void descent_anyBehaviourOfFullSupport_endsAtTheSoftOptimum(
      ObjectiveCase<?> objective, double rate, int seed) {
    TabularMdp mdp = tree();
    LogitTree tree = new LogitTree(mdp, 2, new Random(7).doubles(mdp.nodes(), -1, 1).toArray());
    int[] copies = new Random(seed).ints(mdp.paths().size(), 1, 5).toArray();

    for (int update = 0; update < UPDATES; update++) {
      tree.descend(objective, copies, rate, 1);
    }

    double[] optimal = mdp.optimalLogProbs(BETA);
    double[] logProbs = tree.logProbs();
    for (int node = 1; node < mdp.nodes(); node++) {
      assertThat(Math.exp(logProbs[node])).isCloseTo(Math.exp(optimal[node]), within(CONVERGED));
    }
    if (objective.objective() instanceof DroVObjective) {
      assertThat(tree.values()[0]).isCloseTo(mdp.optimalValues(BETA)[0], within(CONVERGED));
    }
  }

  private static TabularMdp wideTree() {
    return TabularMdp.random(3, 3, 1, new Random(5));
  }

  private static TabularMdp tree() {
    return TabularMdp.random(2, 3, 1, new Random(8));
  }
}
