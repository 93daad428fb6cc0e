package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Trajectory;
import java.util.Arrays;
import java.util.Random;

/**
 * Plain full-batch descent along an objective's own gradients on a small tree, from the reference
 * policy and V = 0, with answers of a random behaviour policy of full support.
 *
 * @param updates number of steps
 * @param valueRate learning rate of the values
 * @param policyRate learning rate of the logits
 */
record TreeDescent(int updates, double valueRate, double policyRate) {
  /** What is left of the errors after the tests' numbers of updates; they still fall. */
  private static final double CONVERGED = 2e-3;

  private static final double AVERAGE_DECAY = 0.9;

  /** Descends, and holds values and policy to the tree's soft optimum. */
  void assertEndsAtTheSoftOptimum(Objective<Trajectory> objective, double beta, int behaviourSeed) {
    TabularMdp tree = TabularMdp.random(2, 3, 1, new Random(8));
    Random random = new Random(behaviourSeed);
    double[] behaviour = tree.softmax(random.doubles(tree.nodes(), -1, 1).toArray());
    double[] values = new double[tree.nodes()];
    double[] logits = tree.referenceLogProbs();

    descend(objective, tree, behaviour, values, logits);

    double[] optimalValues = tree.optimalValues(beta);
    for (int node = 0; node < 7; node++) { // the inner nodes
      assertThat(values[node]).isCloseTo(optimalValues[node], within(CONVERGED));
    }
    double[] optimalLogProbs = tree.optimalLogProbs(beta);
    double[] logProbs = tree.softmax(logits);
    for (int node = 1; node < tree.nodes(); node++) {
      assertThat(Math.exp(logProbs[node]))
          .isCloseTo(Math.exp(optimalLogProbs[node]), within(CONVERGED));
    }
  }

  /** In place: each path weighs as much as the behaviour policy takes it. */
  private void descend(
      Objective<Trajectory> objective,
      TabularMdp tree,
      double[] behaviour,
      double[] values,
      double[] logits) {
    double[] average = logits.clone();
    for (int update = 0; update < updates; update++) {
      double[] logProbs = tree.softmax(logits);
      double[] averaged = tree.softmax(average);
      double[] byValue = new double[tree.nodes()];
      double[] byLogProb = new double[tree.nodes()];
      for (int[] path : tree.paths()) {
        double weight = tree.probability(path, behaviour);
        double[] entered = Arrays.stream(path).skip(1).mapToDouble(n -> averaged[n]).toArray();
        TrajectoryScores scores =
            Examples.with(tree.scores(path, 1, logProbs, values), Score.AVERAGED_LOG_PROB, entered);
        ObjectiveResult result = Examples.evaluate(objective, scores);
        double[] pathByValue = Examples.gradient(result, Score.VALUE);
        double[] pathByLogProb = Examples.gradient(result, Score.LOG_PROB);
        for (int p = 0; p < pathByValue.length; p++) {
          byValue[path[p]] += weight * pathByValue[p];
          byLogProb[path[p + 1]] += weight * pathByLogProb[p];
        }
      }
      subtract(values, byValue, valueRate);
      subtract(logits, tree.softmaxBackward(logProbs, byLogProb), policyRate);
      Arrays.setAll(average, n -> AVERAGE_DECAY * average[n] + (1 - AVERAGE_DECAY) * logits[n]);
    }
  }

  static void subtract(double[] parameters, double[] gradient, double learningRate) {
    Arrays.setAll(parameters, j -> parameters[j] - learningRate * gradient[j]);
  }
}
