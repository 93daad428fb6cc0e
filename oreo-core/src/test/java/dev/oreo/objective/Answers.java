package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Scored pairs, groups and labelled answers to evaluate objectives on. */
final class Answers {
  private static final double STEP = 1e-5;

  /** Truncation STEP^2 and rounding 1e-15 / STEP, for losses of order 10. */
  private static final double FINITE_DIFFERENCE = 1e-8;

  private Answers() {}

  /** One prompt token, then one step of one token per log-ratio; the reference's log-prob is -1. */
  static TrajectoryScores answer(double reward, double... logRatios) {
    return Examples.scores(
        Examples.answer(reward, logRatios.length), logRatios, new double[logRatios.length]);
  }

  /** Log-probabilities as they are. */
  static TrajectoryScores answer(double[] logProbs, double[] referenceLogProbs) {
    return new TrajectoryScores(
        Examples.answer(0, logProbs.length),
        Map.of(Score.LOG_PROB, logProbs, Score.REFERENCE_LOG_PROB, referenceLogProbs));
  }

  /** Two prompt tokens, then one to four turns with observations between; rewards everywhere. */
  static TrajectoryScores random(Random random) {
    List<Step> steps = new ArrayList<>();
    int end = 2;
    int count = 1 + random.nextInt(4);
    for (int k = 0; k < count; k++) {
      int start = end + (k == 0 ? 0 : random.nextInt(3));
      end = start + 1 + random.nextInt(3);
      steps.add(new Step(start, end, random.nextGaussian()));
    }
    int[] tokenIds = new int[end + random.nextInt(2)];
    return Examples.randomScores(Trajectory.of("random", tokenIds, steps), random);
  }

  static ScoredExample<PreferencePair> pair(TrajectoryScores chosen, TrajectoryScores rejected) {
    return new ScoredExample<>(
        new PreferencePair(chosen.trajectory(), rejected.trajectory()), List.of(chosen, rejected));
  }

  static ScoredExample<TrajectoryGroup> group(TrajectoryScores... answers) {
    List<Trajectory> trajectories =
        Arrays.stream(answers).map(TrajectoryScores::trajectory).toList();
    return new ScoredExample<>(new TrajectoryGroup(trajectories), List.of(answers));
  }

  static ScoredExample<KtoExample> labelled(
      TrajectoryScores answer, boolean desirable, TrajectoryScores mismatched) {
    return new ScoredExample<>(
        new KtoExample(answer.trajectory(), desirable, mismatched.trajectory()), List.of(answer));
  }

  /** Evaluates a batch of an objective without statistics in one piece. */
  static <E extends Example> ObjectiveResult evaluate(
      Objective<E> objective, List<ScoredExample<E>> batch) {
    return objective.evaluate(batch, context(batch));
  }

  static <E extends Example> BatchContext context(List<ScoredExample<E>> batch) {
    return BatchContext.of(batch.stream().map(ScoredExample::example).toList());
  }

  /** The gradient of the i-th trajectory, end to end, by the log-probabilities. */
  static double[] gradient(ObjectiveResult result, int i) {
    return result.gradients().get(i).get(Score.LOG_PROB).orElseThrow();
  }

  /** Every entry of every gradient against the central difference of the policy loss. */
  static <E extends Example> void assertFiniteDifferences(
      Objective<E> objective, List<ScoredExample<E>> batch, BatchContext context) {
    ObjectiveResult result = objective.evaluate(batch, context);
    List<TrajectoryScores> scores = batch.stream().flatMap(e -> e.scores().stream()).toList();
    assertThat(result.gradients()).hasSameSizeAs(scores);
    assertThat(result.valueLoss()).isZero();
    for (int i = 0; i < scores.size(); i++) {
      double[] logProbs = scores.get(i).get(Score.LOG_PROB);
      double[] gradient = gradient(result, i);
      for (int p = 0; p < logProbs.length; p++) {
        double at = logProbs[p];
        logProbs[p] = at + STEP;
        double up = objective.evaluate(batch, context).policyLoss();
        logProbs[p] = at - STEP;
        double down = objective.evaluate(batch, context).policyLoss();
        logProbs[p] = at;

        assertThat(gradient[p]).isCloseTo((up - down) / (2 * STEP), within(FINITE_DIFFERENCE));
      }
    }
  }

  /** The examples one at a time give the loss and the gradients of the whole batch. */
  static <E extends Example> void assertMicroBatchesAddUp(
      Objective<E> objective, List<ScoredExample<E>> batch, BatchContext context, double exact) {
    ObjectiveResult whole = objective.evaluate(batch, context);
    double policyLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<E> example : batch) {
      ObjectiveResult part = objective.evaluate(List.of(example), context);
      policyLoss += part.policyLoss();
      gradients.addAll(part.gradients());
      diagnostics.addAll(part.diagnostics());
    }
    assertThat(policyLoss).isCloseTo(whole.policyLoss(), within(exact));
    for (int i = 0; i < gradients.size(); i++) {
      assertThat(gradients.get(i).get(Score.LOG_PROB).orElseThrow())
          .containsExactly(gradient(whole, i), within(exact));
    }
    for (String name : whole.diagnostics().names()) {
      assertThat(diagnostics.mean(name)).isCloseTo(whole.diagnostics().mean(name), within(exact));
    }
  }
}
