package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Examples with old log-probabilities to evaluate clipped objectives on. */
final class Surrogates {
  /** Sums of the same doubles in another order. */
  private static final double REORDERED = 1e-12;

  /** Ratios to the old policy on every side of the default clip, none near it. */
  private static final double[] LOG_RATIOS = {-.7, -.1, .05, .4};

  private Surrogates() {}

  /** A trajectory of the given log-ratios to an old policy of log-probability -1. */
  static ScoredExample<AdvantageTrajectory> scored(
      Trajectory trajectory, double[] logRatios, double advantage) {
    double[] old = new double[logRatios.length];
    Arrays.fill(old, -1);
    double[] now = Arrays.stream(logRatios).map(d -> d - 1).toArray();
    AdvantageTrajectory example =
        AdvantageTrajectory.of(
            new TrajectoryScores(trajectory, Map.of(Score.LOG_PROB, old)), advantage);
    return new ScoredExample<>(
        example, List.of(new TrajectoryScores(trajectory, Map.of(Score.LOG_PROB, now))));
  }

  /** Random trajectories and scores, away from the kinks of both default clips. */
  static List<ScoredExample<ActorCriticTrajectory>> randomActorCritics(int count, long seed) {
    Random random = new Random(seed);
    List<ScoredExample<ActorCriticTrajectory>> scored = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Trajectory trajectory = Examples.randomTrajectory(random, 4);
      int positions = trajectory.positions();
      TrajectoryScores scores = Examples.randomScores(trajectory, random);
      double[] old = scores.get(Score.LOG_PROB).clone();
      double[] oldValues = scores.get(Score.VALUE).clone();
      double[] returns = new double[positions];
      double[] advantages = new double[positions];
      for (int p = 0; p < positions; p++) {
        old[p] -= LOG_RATIOS[random.nextInt(LOG_RATIOS.length)] + .01 * random.nextGaussian();
        oldValues[p] += .1 * (1 + 2 * random.nextInt(3)) * (random.nextBoolean() ? 1 : -1);
        returns[p] = oldValues[p] + random.nextGaussian();
        advantages[p] = random.nextGaussian();
      }
      AdvantageTrajectory actor = new AdvantageTrajectory(trajectory, old, advantages);
      scored.add(
          new ScoredExample<>(
              new ActorCriticTrajectory(actor, oldValues, returns), List.of(scores)));
    }
    return scored;
  }

  /** The same without values. */
  static List<ScoredExample<AdvantageTrajectory>> randomAdvantages(int count, long seed) {
    List<ScoredExample<AdvantageTrajectory>> scored = new ArrayList<>();
    for (ScoredExample<ActorCriticTrajectory> example : randomActorCritics(count, seed)) {
      scored.add(new ScoredExample<>(example.example().actor(), example.scores()));
    }
    return scored;
  }

  /** Evaluates one example as a batch of its own. */
  static <E extends Example> ObjectiveResult evaluate(
      Objective<E> objective, ScoredExample<E> only) {
    return evaluate(objective, List.of(only));
  }

  /** Evaluates some examples as one batch. */
  static <E extends Example> ObjectiveResult evaluate(
      Objective<E> objective, List<ScoredExample<E>> batch) {
    return objective.evaluate(batch, context(batch));
  }

  static <E extends Example> BatchContext context(List<ScoredExample<E>> batch) {
    return BatchContext.of(batch.stream().map(ScoredExample::example).toList());
  }

  /** Evaluates a batch whole, and reversed in micro-batches of one, and compares everything. */
  static <E extends Example> void assertMicroBatchesAddUp(
      Objective<E> objective, List<ScoredExample<E>> batch) {
    ObjectiveResult whole = objective.evaluate(batch, context(batch));
    List<ScoredExample<E>> reversed = new ArrayList<>(batch);
    Collections.reverse(reversed);
    double policyLoss = 0;
    double valueLoss = 0;
    for (int i = 0; i < reversed.size(); i++) {
      ObjectiveResult part = objective.evaluate(List.of(reversed.get(i)), context(reversed));
      policyLoss += part.policyLoss();
      valueLoss += part.valueLoss();
      TrajectoryGradients expected = whole.gradients().get(batch.size() - 1 - i);
      for (Score score : List.of(Score.LOG_PROB, Score.VALUE)) {
        assertThat(part.gradients().get(0).get(score).isPresent())
            .isEqualTo(expected.get(score).isPresent());
        expected
            .get(score)
            .ifPresent(
                gradient ->
                    assertThat(part.gradients().get(0).get(score).orElseThrow())
                        .containsExactly(gradient));
      }
    }
    assertThat(policyLoss).isCloseTo(whole.policyLoss(), within(REORDERED));
    assertThat(valueLoss).isCloseTo(whole.valueLoss(), within(REORDERED));
  }
}
