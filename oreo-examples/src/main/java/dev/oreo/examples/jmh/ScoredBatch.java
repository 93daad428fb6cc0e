package dev.oreo.examples.jmh;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Answers of an update, every other one right, with scores such as networks give.
 *
 * @param trajectories the answers
 * @param seed of the scores
 */
record ScoredBatch(List<Trajectory> trajectories, long seed) {
  private static final int TRAJECTORIES = 16;
  private static final int PROMPT_TOKENS = 100;
  private static final int ACTION_TOKENS = 200;
  private static final int STEP_TOKENS = 25;
  private static final int VOCABULARY = 32_000;

  /** Copies the list. {@inheritDoc} */
  ScoredBatch {
    trajectories = List.copyOf(trajectories);
  }

  /** Returns answers of random tokens in steps of equal length, two to each prompt. */
  static ScoredBatch random(long seed) {
    Random random = new Random(seed);
    List<Trajectory> trajectories = new ArrayList<>();
    int[] prompt = {};
    for (int i = 0; i < TRAJECTORIES; i++) {
      boolean right = i % 2 == 0;
      prompt = right ? random.ints(PROMPT_TOKENS, 0, VOCABULARY).toArray() : prompt;
      int[] tokens = Arrays.copyOf(prompt, PROMPT_TOKENS + ACTION_TOKENS);
      for (int t = PROMPT_TOKENS; t < tokens.length; t++) {
        tokens[t] = random.nextInt(VOCABULARY);
      }
      trajectories.add(Trajectory.of("answer " + i, tokens, steps(right ? 1 : 0)));
    }
    return new ScoredBatch(trajectories, seed);
  }

  private static List<Step> steps(double reward) {
    List<Step> steps = new ArrayList<>();
    int length = PROMPT_TOKENS + ACTION_TOKENS;
    for (int start = PROMPT_TOKENS; start < length; start += STEP_TOKENS) {
      int end = start + STEP_TOKENS;
      steps.add(new Step(start, end, end == length ? reward : 0));
    }
    return steps;
  }

  /** Returns the right and the wrong answer to each prompt. */
  List<PreferencePair> pairs() {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < trajectories.size(); i += 2) {
      pairs.add(new PreferencePair(trajectories.get(i), trajectories.get(i + 1)));
    }
    return pairs;
  }

  /** Returns scores of all trajectories, in order. */
  List<TrajectoryScores> scores(Set<Score> wanted) {
    Random random = new Random(seed);
    List<TrajectoryScores> scores = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      Map<Score, double[]> perPosition = new EnumMap<>(Score.class);
      for (Score score : wanted) {
        perPosition.put(
            score, random.doubles(trajectory.positions()).map(u -> value(score, u)).toArray());
      }
      scores.add(new TrajectoryScores(trajectory, perPosition));
    }
    return scores;
  }

  /** A score of usual size from a draw in [0, 1). */
  private static double value(Score score, double uniform) {
    return switch (score) {
      case LOG_PROB, REFERENCE_LOG_PROB, AVERAGED_LOG_PROB -> Math.log1p(-uniform);
      case VALUE -> uniform;
      case REVERSE_KL, FORWARD_KL -> 0.1 * uniform;
      case LOG_PARTITION, REFERENCE_LOG_PARTITION -> 10 + uniform;
    };
  }
}
