package dev.oreo.model;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Trajectories and gradients that the contract tests use, and sums over them. */
final class ContractExamples {
  /* The smallest AdamW that is plain gradient descent: the root of the second moment vanishes beside epsilon. */
  private static final double EPSILON = 1e6;

  private ContractExamples() {}

  static final AdamWConfig GRADIENT_DESCENT =
      new AdamWConfig(0, 0, EPSILON, 0, Double.POSITIVE_INFINITY);

  /** The learning rate that makes {@link #GRADIENT_DESCENT} a step of {@code rate * gradient}. */
  static double learningRate(double rate) {
    return rate * EPSILON;
  }

  /** Five rows of different lengths, the third with observations between its steps. */
  static List<Trajectory> trajectories(int vocabularySize, long seed) {
    return List.of(
        trajectory("short", vocabularySize, seed, 1, 2, new int[] {1, 2}),
        trajectory("long", vocabularySize, seed + 1, 4, 11, new int[] {4, 7}, new int[] {7, 11}),
        trajectory("turns", vocabularySize, seed + 2, 3, 12, new int[] {4, 6}, new int[] {9, 11}),
        trajectory("prompted", vocabularySize, seed + 3, 7, 9, new int[] {7, 9}),
        trajectory("other", vocabularySize, seed + 4, 2, 6, new int[] {2, 6}));
  }

  private static Trajectory trajectory(
      String id, int vocabularySize, long seed, int promptLength, int length, int[]... spans) {
    int[] tokenIds = new Random(seed).ints(length, 0, vocabularySize).toArray();
    List<Step> steps = new ArrayList<>();
    for (int[] span : spans) {
      steps.add(new Step(span[0], span[1], steps.isEmpty() ? promptLength : 0));
    }
    return Trajectory.of(id, tokenIds, steps);
  }

  /** A prompt followed by each token of the vocabulary in turn. */
  static List<Trajectory> everyToken(int[] prompt, int vocabularySize) {
    List<Trajectory> all = new ArrayList<>();
    for (int token = 0; token < vocabularySize; token++) {
      int[] tokenIds = Arrays.copyOf(prompt, prompt.length + 1);
      tokenIds[prompt.length] = token;
      all.add(
          Trajectory.of(
              "token " + token, tokenIds, List.of(new Step(prompt.length, prompt.length + 1, 0))));
    }
    return all;
  }

  /** Different derivatives for every position and score; also where there is no action. */
  static List<TrajectoryGradients> gradients(
      List<Trajectory> trajectories, Set<Score> scores, double scale) {
    List<TrajectoryGradients> gradients = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      Random random = new Random(trajectory.id().hashCode());
      Map<Score, double[]> byScore = new EnumMap<>(Score.class);
      for (Score score : scores) {
        byScore.put(
            score, random.doubles(trajectory.positions(), -1, 1).map(g -> scale * g).toArray());
      }
      gradients.add(new TrajectoryGradients(trajectory, byScore));
    }
    return gradients;
  }

  /** {@code sum_p g[p] * x[p]}, the quantity that a backward pass differentiates. */
  static double sum(
      List<TrajectoryScores> scores, List<TrajectoryGradients> gradients, Set<Score> of) {
    double sum = 0;
    for (int i = 0; i < scores.size(); i++) {
      for (Score score : of) {
        double[] x = scores.get(i).get(score);
        double[] g = gradients.get(i).get(score).orElseThrow();
        for (int p = 0; p < x.length; p++) {
          sum += g[p] * x[p];
        }
      }
    }
    return sum;
  }
}
