package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TabularPolicy;
import dev.oreo.objective.BatchContext;
import dev.oreo.objective.Diagnostics;
import dev.oreo.objective.Objective;
import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.Score;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the trainer does for objectives on groups, with statistics, or that adapt themselves. */
final class ExampleKindsTest {
  /** Sums of doubles in another order. */
  private static final double REORDERED = 1e-12;

  private static final List<TrajectoryGroup> GROUPS =
      List.of(group(0, 3), group(1, 2), group(2, 1), group(3, 3));

  private final TabularPolicy policy = policy(1);
  private final TabularPolicy reference = policy(2);

  private static TabularPolicy policy(long seed) {
    return TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, seed);
  }

  private static TrajectoryGroup group(int prompt, int answers) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      trajectories.add(
          Trajectory.of(prompt + "/" + i, new int[] {prompt, i, 3, 1}, List.of(new Step(1, 4, i))));
    }
    return new TrajectoryGroup(trajectories);
  }

  private static TrainerConfig config(int microBatchTokens) {
    return TrainerConfig.builder()
        .epochs(3)
        .microBatchTokens(microBatchTokens)
        .policyLearningRate(0.05)
        .warmupFraction(0)
        .averageDecay(0.5)
        .build();
  }

  private void train(Objective<TrajectoryGroup> objective, int microBatchTokens) {
    Trainer.builder(policy, objective, config(microBatchTokens))
        .reference(reference)
        .build()
        .train(new ShuffledBatches<>(GROUPS, GROUPS.size(), false, 1));
  }

  /** What an objective saw in one call. */
  private record Call(
      double coefficient, List<ScoredExample<TrajectoryGroup>> microBatch, BatchContext batch) {}

  /**
   * Makes a group's answers likelier by a coefficient that grows by 1 with every update; its
   * statistic is the first answer of each group.
   */
  private record Recording(double coefficient, List<Call> calls, Set<Score> requiredScores)
      implements Objective<TrajectoryGroup> {

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public List<Trajectory> statisticTrajectories(List<TrajectoryGroup> examples) {
      return examples.stream().map(group -> group.trajectories().get(0)).toList();
    }

    @Override
    public ObjectiveResult evaluate(
        List<ScoredExample<TrajectoryGroup>> microBatch, BatchContext batch) {
      calls.add(new Call(coefficient, List.copyOf(microBatch), batch));
      Diagnostics diagnostics = new Diagnostics();
      List<TrajectoryGradients> gradients = new ArrayList<>();
      for (ScoredExample<TrajectoryGroup> scored : microBatch) {
        diagnostics.add("groups", 1);
        for (TrajectoryScores scores : scored.scores()) {
          double[] gradient = new double[scores.trajectory().positions()];
          Arrays.fill(gradient, -coefficient / batch.counts().trajectories());
          gradients.add(
              new TrajectoryGradients(scores.trajectory(), Map.of(Score.LOG_PROB, gradient)));
        }
      }
      return new ObjectiveResult(0, 0, gradients, diagnostics);
    }

    @Override
    public Objective<TrajectoryGroup> next(Diagnostics update) {
      int groups = update.samples("groups").length;
      return new Recording(coefficient + groups / 4.0, calls, requiredScores);
    }
  }

  private static Recording recording(Score... scores) {
    return new Recording(1, new ArrayList<>(), Set.of(scores));
  }

  @Test
  void train_groups_areNeverDivided() {
    Recording objective = recording(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);

    train(objective, 1);

    assertThat(objective.calls).hasSize(3 * GROUPS.size());
    assertThat(objective.calls.subList(0, 4))
        .extracting(call -> call.microBatch.get(0).example())
        .containsExactlyInAnyOrderElementsOf(GROUPS);
    assertThat(objective.calls)
        .allSatisfy(call -> assertThat(call.batch.counts().trajectories()).isEqualTo(9))
        .allSatisfy(call -> assertThat(call.batch.counts().examples()).isEqualTo(4));
  }

  @Test
  void train_statistics_areOfTheWholeBatchBeforeTheUpdate() {
    Recording objective = recording(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
    double[] before = logProbs(policy, GROUPS.get(1).trajectories().get(0));

    train(objective, 1);

    Call first = objective.calls.get(0);
    assertThat(first.batch.statistics()).hasSize(GROUPS.size());
    assertThat(objective.calls.get(3).batch.statistics()).isEqualTo(first.batch.statistics());
    TrajectoryScores statistic =
        first.batch.statistics().stream()
            .filter(s -> s.trajectory() == GROUPS.get(1).trajectories().get(0))
            .findFirst()
            .orElseThrow();
    assertThat(statistic.get(Score.LOG_PROB)).containsExactly(before);
    assertThat(statistic.has(Score.REFERENCE_LOG_PROB)).isTrue();
    assertThat(objective.calls.get(4).batch.statistics()).isNotEqualTo(first.batch.statistics());
  }

  @Test
  void train_objectiveThatAdapts_isAskedAfterEveryUpdate() {
    Recording objective = recording(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);

    train(objective, 1);

    assertThat(objective.calls)
        .extracting(Call::coefficient)
        .containsExactly(1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0);
  }

  @Test
  void train_average_followsThePolicy() {
    Recording objective =
        recording(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.AVERAGED_LOG_PROB);

    train(objective, 9999);

    TrajectoryScores first = objective.calls.get(0).microBatch.get(0).scores().get(0);
    assertThat(first.get(Score.AVERAGED_LOG_PROB)).containsExactly(first.get(Score.LOG_PROB));
    TrajectoryScores last = objective.calls.get(2).microBatch.get(0).scores().get(0);
    assertThat(sum(last, Score.AVERAGED_LOG_PROB)).isLessThan(sum(last, Score.LOG_PROB));
  }

  @Test
  void train_averageWithExactDivergence_hasTheSameScores() {
    Recording alone = recording(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.AVERAGED_LOG_PROB);
    Recording exact =
        recording(
            Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.AVERAGED_LOG_PROB, Score.REVERSE_KL);
    train(alone, 9999);

    Trainer.builder(policy(1), exact, config(9999))
        .reference(reference)
        .build()
        .train(new ShuffledBatches<>(GROUPS, GROUPS.size(), false, 1));

    TrajectoryScores expected = alone.calls.get(2).microBatch.get(0).scores().get(0);
    TrajectoryScores actual = exact.calls.get(2).microBatch.get(0).scores().get(0);
    assertThat(actual.get(Score.AVERAGED_LOG_PROB))
        .containsExactly(expected.get(Score.AVERAGED_LOG_PROB), within(REORDERED));
    assertThat(actual.get(Score.REFERENCE_LOG_PROB))
        .containsExactly(expected.get(Score.REFERENCE_LOG_PROB), within(REORDERED));
    assertThat(actual.has(Score.REVERSE_KL)).isTrue();
  }

  @Test
  void train_withoutExactDivergence_takesAnyReference() {
    Recording objective = recording(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
    ReferencePolicy other =
        (trajectories, scores) ->
            trajectories.stream()
                .map(
                    t ->
                        new TrajectoryScores(
                            t, Map.of(Score.REFERENCE_LOG_PROB, new double[t.positions()])))
                .toList();

    Trainer.builder(policy, objective, config(1))
        .reference(other)
        .build()
        .train(new ShuffledBatches<>(GROUPS, GROUPS.size(), false, 1));

    assertThat(
            sum(objective.calls.get(0).microBatch.get(0).scores().get(0), Score.REFERENCE_LOG_PROB))
        .isZero();
  }

  private static double[] logProbs(TabularPolicy policy, Trajectory trajectory) {
    return policy.score(List.of(trajectory), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);
  }

  private static double sum(TrajectoryScores scores, Score score) {
    return Arrays.stream(scores.get(score)).sum();
  }
}
