package dev.oreo.objective;

import dev.oreo.math.KlDivergence;
import dev.oreo.math.LogProbabilities;
import dev.oreo.trajectory.Trajectory;
import java.util.Map;
import java.util.Random;

/**
 * A policy that is a table of logits per position, and what a backend does with it: scores forward,
 * gradients backward, both in doubles.
 */
final class LogitModel {
  private final Trajectory trajectory;
  private final double[][] logits;
  private final double[][] referenceLogits;
  private final double[] values;

  LogitModel(Trajectory trajectory, int vocabulary, Random random) {
    this.trajectory = trajectory;
    this.logits = gaussians(trajectory.positions(), vocabulary, random);
    this.referenceLogits = gaussians(trajectory.positions(), vocabulary, random);
    this.values = random.doubles(trajectory.positions()).toArray();
  }

  /** Logits of the policy, to be changed at will. */
  double[][] logits() {
    return logits;
  }

  /** Values, to be changed at will. */
  double[] values() {
    return values;
  }

  TrajectoryScores scores() {
    int positions = trajectory.positions();
    double[] logProbs = new double[positions];
    double[] referenceLogProbs = new double[positions];
    double[] reverse = new double[positions];
    double[] forward = new double[positions];
    double[] partitions = new double[positions];
    double[] referencePartitions = new double[positions];
    for (int p = 0; p < positions; p++) {
      double[] logPolicy = LogProbabilities.logSoftmax(logits[p]);
      double[] logReference = LogProbabilities.logSoftmax(referenceLogits[p]);
      int taken = trajectory.tokenId(p + 1);
      logProbs[p] = logPolicy[taken];
      referenceLogProbs[p] = logReference[taken];
      reverse[p] = KlDivergence.reverse(logPolicy, logReference);
      forward[p] = KlDivergence.forward(logPolicy, logReference);
      partitions[p] = LogProbabilities.logSumExp(logits[p]);
      referencePartitions[p] = LogProbabilities.logSumExp(referenceLogits[p]);
    }
    return new TrajectoryScores(
        trajectory,
        Map.of(
            Score.LOG_PROB, logProbs,
            Score.REFERENCE_LOG_PROB, referenceLogProbs,
            Score.VALUE, values.clone(),
            Score.REVERSE_KL, reverse,
            Score.FORWARD_KL, forward,
            Score.LOG_PARTITION, partitions,
            Score.REFERENCE_LOG_PARTITION, referencePartitions));
  }

  /** The derivative by the logits, as algorithms and backends chain it. */
  double[][] backward(TrajectoryGradients gradients) {
    double[] byLogProb = gradients.get(Score.LOG_PROB).orElseThrow();
    double[] reverse = gradients.get(Score.REVERSE_KL).orElse(new double[values.length]);
    double[] forward = gradients.get(Score.FORWARD_KL).orElse(new double[values.length]);
    double[] partition = gradients.get(Score.LOG_PARTITION).orElse(new double[values.length]);
    double[][] byLogit = new double[logits.length][];
    for (int p = 0; p < logits.length; p++) {
      double[] logPolicy = LogProbabilities.logSoftmax(logits[p]);
      double[] logReference = LogProbabilities.logSoftmax(referenceLogits[p]);
      double[] byReverse = KlDivergence.reverseGradient(logPolicy, logReference);
      double[] byForward = KlDivergence.forwardGradient(logPolicy, logReference);
      byLogit[p] = new double[logPolicy.length];
      for (int j = 0; j < logPolicy.length; j++) {
        double taken = j == trajectory.tokenId(p + 1) ? 1 : 0;
        byLogit[p][j] =
            byLogProb[p] * (taken - Math.exp(logPolicy[j]))
                + partition[p] * Math.exp(logPolicy[j])
                + reverse[p] * byReverse[j]
                + forward[p] * byForward[j];
      }
    }
    return byLogit;
  }

  private static double[][] gaussians(int rows, int columns, Random random) {
    double[][] table = new double[rows][columns];
    for (double[] row : table) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return table;
  }
}
