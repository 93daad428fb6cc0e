package dev.oreo.objective;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@link TabularMdp} with a table of logits as the policy, a table of values, and full-batch
 * gradient descent on both. Starts at the reference with values 0.
 */
final class LogitTree {
  private final TabularMdp tree;
  private final int actions;
  private final List<int[]> paths;
  private final double[] referenceLogits;
  private final double[] logits;
  private final double[] values;

  /** The reference's logits are its log-probabilities plus a number of the state's own. */
  LogitTree(TabularMdp tree, int actions, double[] referencePartitions) {
    this.tree = tree;
    this.actions = actions;
    this.paths = tree.paths();
    this.referenceLogits = tree.referenceLogProbs();
    for (int node = 1; node < referenceLogits.length; node++) {
      referenceLogits[node] += referencePartitions[parent(node)];
    }
    this.logits = referenceLogits.clone();
    this.values = new double[tree.nodes()];
  }

  /** Per node the logit of entering it, to be changed at will. */
  double[] logits() {
    return logits;
  }

  /** Per node, to be changed at will. */
  double[] values() {
    return values;
  }

  double[] logProbs() {
    return tree.softmax(logits);
  }

  int parent(int node) {
    return (node - 1) / actions;
  }

  /** All scores but divergences and averages; every token is a step of its own reward. */
  TrajectoryScores scores(int[] path) {
    double[] referenceLogProbs = tree.referenceLogProbs();
    double[] logProbs = logProbs();
    double[] partitions = new double[path.length - 1];
    double[] referencePartitions = new double[path.length - 1];
    for (int p = 0; p < partitions.length; p++) {
      int entered = path[p + 1];
      partitions[p] = logits[entered] - logProbs[entered];
      referencePartitions[p] = referenceLogits[entered] - referenceLogProbs[entered];
    }
    return Examples.with(
        Examples.with(tree.scores(path, 1, logProbs, values), Score.LOG_PARTITION, partitions),
        Score.REFERENCE_LOG_PARTITION,
        referencePartitions);
  }

  /** One update on a batch in which each path occurs the given number of times. */
  void descend(ObjectiveCase<?> objective, int[] copies, double rate, double valueRate) {
    List<int[]> taken = new ArrayList<>();
    List<TrajectoryScores> batch = new ArrayList<>();
    for (int i = 0; i < copies.length; i++) {
      TrajectoryScores scores = scores(paths.get(i));
      for (int copy = 0; copy < copies[i]; copy++) {
        taken.add(paths.get(i));
        batch.add(scores);
      }
    }
    List<TrajectoryGradients> gradients = objective.evaluate(batch).gradients();
    double[] byLogProb = new double[tree.nodes()];
    double[] byPartition = new double[tree.nodes()];
    double[] byValue = new double[tree.nodes()];
    for (int i = 0; i < gradients.size(); i++) {
      add(byLogProb, gradients.get(i), Score.LOG_PROB, taken.get(i), 1);
      add(byPartition, gradients.get(i), Score.LOG_PARTITION, taken.get(i), 0);
      add(byValue, gradients.get(i), Score.VALUE, taken.get(i), 0);
    }
    double[] logProbs = logProbs();
    double[] byLogit = tree.softmaxBackward(logProbs, byLogProb);
    for (int node = 0; node < logits.length; node++) {
      if (node > 0) {
        byLogit[node] += Math.exp(logProbs[node]) * byPartition[parent(node)];
      }
      logits[node] -= rate * byLogit[node];
      values[node] -= valueRate * byValue[node];
    }
  }

  /** Adds a gradient by position to one by node; position p is left at node p, entering p + 1. */
  private static void add(
      double[] byNode, TrajectoryGradients gradients, Score score, int[] path, int offset) {
    double[] byPosition = gradients.get(score).orElse(new double[0]);
    for (int p = 0; p < byPosition.length; p++) {
      byNode[path[p + offset]] += byPosition[p];
    }
  }
}
