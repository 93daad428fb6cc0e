package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TabularMdp;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OREO through the whole loop, on a problem whose optimum is known exactly. */
final class TrainerConvergenceTest {
  private static final double BETA = 0.5;
  private static final int ACTIONS = 2;

  /** What Adam's steps leave when the rate has come down to 0. */
  private static final double CONVERGED = 1e-3;

  private final TabularMdp tree = TabularMdp.random(ACTIONS, 3, 1, new Random(8));

  private double[] referenceLogits(List<Integer> tokens) {
    int node = 0;
    for (int action : tokens.subList(1, tokens.size())) {
      node = node * ACTIONS + 1 + action;
    }
    double[] logProbs = tree.referenceLogProbs();
    return new double[] {logProbs[node * ACTIONS + 1], logProbs[node * ACTIONS + 2]};
  }

  private TabularPolicy referencePolicy() {
    return new TabularPolicy(new CharTokenizer("ab"), ACTIONS, this::referenceLogits);
  }

  /** Every path once to three times: a behaviour of full support that is not the reference. */
  private List<TrajectoryScores> recordedAtTheOptimum() {
    List<TrajectoryScores> recorded = new ArrayList<>();
    double[] logProbs = tree.optimalLogProbs(BETA);
    double[] values = tree.optimalValues(BETA);
    List<int[]> paths = tree.paths();
    for (int i = 0; i < paths.size(); i++) {
      for (int copy = 0; copy <= i % 3; copy++) {
        recorded.add(tree.scores(paths.get(i), 1, logProbs, values));
      }
    }
    return recorded;
  }

  @ParameterizedTest
  @EnumSource(Granularity.class)
  void train_oreo_endsAtTheSoftOptimum(Granularity granularity) {
    List<TrajectoryScores> expected = recordedAtTheOptimum();
    List<Trajectory> rows = expected.stream().map(TrajectoryScores::trajectory).toList();
    TabularPolicy policy = referencePolicy();
    TabularValueFunction value = new TabularValueFunction(ACTIONS, state -> 0);
    TrainerConfig config =
        TrainerConfig.builder()
            .epochs(1500)
            .microBatchTokens(16)
            .policyLearningRate(0.02)
            .valueLearningRate(0.02)
            .build();

    Trainer.builder(
            policy,
            SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(0).build(),
            config)
        .valueFunction(value)
        .reference(referencePolicy())
        .build()
        .train(new ShuffledBatches<>(rows, rows.size(), false, 1));

    List<TrajectoryScores> own = policy.score(rows, Set.of(Score.LOG_PROB));
    List<TrajectoryScores> values = value.score(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(own.get(i).get(Score.LOG_PROB))
          .containsExactly(expected.get(i).get(Score.LOG_PROB), within(CONVERGED));
      assertThat(values.get(i).get(Score.VALUE))
          .containsExactly(expected.get(i).get(Score.VALUE), within(CONVERGED));
    }
  }
}
