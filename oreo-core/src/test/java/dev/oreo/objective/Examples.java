package dev.oreo.objective;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small trajectories and scores to evaluate objectives on. */
final class Examples {
  private Examples() {}

  /** One prompt token, then adjacent steps of the given lengths; the last earns the reward. */
  static Trajectory answer(double reward, int... stepLengths) {
    List<Step> steps = new ArrayList<>();
    int start = 1;
    for (int k = 0; k < stepLengths.length; k++) {
      int end = start + stepLengths[k];
      steps.add(new Step(start, end, k == stepLengths.length - 1 ? reward : 0));
      start = end;
    }
    return Trajectory.of("answer", new int[start], steps);
  }

  /** Log-ratios d stand as log-probabilities over a reference of log-probability -1. */
  static TrajectoryScores scores(Trajectory trajectory, double[] logRatios, double[] values) {
    double[] logProbs = Arrays.stream(logRatios).map(d -> d - 1).toArray();
    double[] referenceLogProbs = new double[logProbs.length];
    Arrays.fill(referenceLogProbs, -1);
    return new TrajectoryScores(
        trajectory,
        Map.of(
            Score.LOG_PROB, logProbs,
            Score.REFERENCE_LOG_PROB, referenceLogProbs,
            Score.VALUE, values));
  }

  /** One to four turns of one to four tokens, observations of zero to two, rewards everywhere. */
  static Trajectory randomTrajectory(Random random, int vocabulary) {
    List<Step> steps = new ArrayList<>();
    int end = 1 + random.nextInt(3);
    int count = 1 + random.nextInt(4);
    for (int k = 0; k < count; k++) {
      int start = end + (k == 0 ? 0 : random.nextInt(3));
      end = start + 1 + random.nextInt(4);
      steps.add(new Step(start, end, random.nextGaussian()));
    }
    int[] tokenIds = random.ints(end + random.nextInt(2), 0, vocabulary).toArray();
    return Trajectory.of("random", tokenIds, steps);
  }

  /** Every score that any objective reads, at every position. */
  static TrajectoryScores randomScores(Trajectory trajectory, Random random) {
    Map<Score, double[]> scores = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      scores.put(score, random.doubles(trajectory.positions(), -3, 0).toArray());
    }
    return new TrajectoryScores(trajectory, scores);
  }

  /** The same scores with one of them replaced. */
  static TrajectoryScores with(TrajectoryScores scores, Score replaced, double[] values) {
    Map<Score, double[]> changed = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      if (scores.has(score)) {
        changed.put(score, scores.get(score));
      }
    }
    changed.put(replaced, values);
    return new TrajectoryScores(scores.trajectory(), changed);
  }

  /** Evaluates one trajectory as a batch of its own. */
  static ObjectiveResult evaluate(Objective<Trajectory> objective, TrajectoryScores scores) {
    return evaluate(objective, List.of(scores), BatchCounts.of(List.of(scores.trajectory())));
  }

  /** Evaluates trajectories as a micro-batch of a larger batch. */
  static ObjectiveResult evaluate(
      Objective<Trajectory> objective, List<TrajectoryScores> microBatch, BatchCounts counts) {
    List<Trajectory> trajectories = microBatch.stream().map(TrajectoryScores::trajectory).toList();
    return objective.evaluate(
        ScoredExample.zip(trajectories, microBatch), new BatchContext(counts, List.of()));
  }

  /** The gradient of the only trajectory by one score. */
  static double[] gradient(ObjectiveResult result, Score score) {
    return result.gradients().get(0).get(score).orElseThrow();
  }
}
