package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.objective.AdvantageScaling;
import dev.oreo.objective.AdvantageTrajectory;
import dev.oreo.objective.GeneralizedAdvantage;
import dev.oreo.objective.GroupAdvantages;
import dev.oreo.objective.GrpoObjective;
import dev.oreo.objective.PpoObjective;
import dev.oreo.objective.Score;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GRPO and PPO through the whole loop: one prompt, each answer once, one of them right. */
final class ClippedObjectivesTest {
  /** Adam's momentum over the edge of the clip. */
  private static final double OVERSHOOT = 0.01;

  private static final double CONVERGED = 0.02;

  private final TabularPolicy policy =
      new TabularPolicy(new CharTokenizer("abc"), Rows.VOCABULARY, prefix -> new double[4]);

  private final List<Trajectory> answers =
      IntStream.range(0, Rows.VOCABULARY)
          .mapToObj(
              i -> Trajectory.of("a", new int[] {0, i}, List.of(new Step(1, 2, i == 2 ? 1 : 0))))
          .toList();

  private final TrainerConfig config =
      TrainerConfig.builder()
          .epochs(300)
          .microBatchTokens(5)
          .policyLearningRate(0.005)
          .valueLearningRate(0.02)
          .build();

  private List<TrajectoryScores> logProbs() {
    return policy.score(answers, Set.of(Score.LOG_PROB));
  }

  @Test
  void train_grpo_stopsWhereEveryAnswerIsClipped() {
    List<AdvantageTrajectory> examples =
        GroupAdvantages.examples(
            ScoredExample.zip(List.of(new TrajectoryGroup(answers)), logProbs()),
            AdvantageScaling.STANDARD_DEVIATION_BESSEL);

    Trainer.builder(policy, GrpoObjective.builder(GrpoObjective.Reduction.DAPO).build(), config)
        .build()
        .train(new ShuffledBatches<>(examples, 4, false, 1));

    assertAllClipped();
  }

  @Test
  void train_ppo_stopsWhereEveryAnswerIsClippedAndLearnsTheReturn() {
    TabularValueFunction value = new TabularValueFunction(Rows.VOCABULARY, state -> 0);
    List<TrajectoryScores> values = value.score(answers);
    List<TrajectoryScores> old = logProbs();
    List<TrajectoryScores> scores =
        IntStream.range(0, answers.size()).mapToObj(i -> old.get(i).with(values.get(i))).toList();

    Trainer.builder(
            policy,
            PpoObjective.builder(PpoObjective.Reduction.TOKEN_MEAN).unclippedValues().build(),
            config)
        .valueFunction(value)
        .build()
        .train(
            new ShuffledBatches<>(
                GeneralizedAdvantage.whiten(
                    GeneralizedAdvantage.of(0).examples(scores),
                    AdvantageScaling.STANDARD_DEVIATION_POPULATION),
                4,
                false,
                1));

    assertAllClipped();
    assertThat(value.score(answers).get(0).get(Score.VALUE)[0])
        .isCloseTo(1.0 / 4, within(CONVERGED));
  }

  /* Each answer had 1/4. A wrong one is pushed down until its ratio is .8, the right one takes what
   * they lose; its own clip at 1.2 ends its gradient long before. */
  private void assertAllClipped() {
    double[] probabilities =
        logProbs().stream().mapToDouble(s -> Math.exp(s.get(Score.LOG_PROB)[0])).toArray();
    assertThat(probabilities).containsExactly(new double[] {.2, .2, .4, .2}, within(3 * OVERSHOOT));
    assertThat(probabilities[0]).isCloseTo(.2, within(OVERSHOOT));
  }
}
