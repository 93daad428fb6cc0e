package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.objective.Objective;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of OREO that reach into the loop. */
final class SoftBellmanVariantTrainingTest {
  private static final List<Trajectory> ROWS = Rows.random(12);

  /** Adam's epsilon 1e-8 over distances from the target of at least .001, times its rate 1e-3. */
  private static final double EPSILON_OF_STEP = 1e-8;

  @ParameterizedTest
  @CsvSource({"1e-4, 1, false", "1e4, -1, false", "1e-4, 1, true", "1e4, -1, true"})
  void train_klTarget_movesTheCoefficientAfterEachUpdate(
      double target, int direction, boolean averagedPolicy) {
    Recorder recorder = new Recorder();
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(Granularity.TOKEN)
            .klTarget(target)
            .averagedPolicy(averagedPolicy)
            .build();

    train(objective, recorder);

    assertThat(recorder.reports).hasSizeGreaterThan(2);
    assertThat(recorder.reports.get(0).metrics()).containsEntry("klCoefficient", 1.0);
    double second = recorder.reports.get(1).metrics().get("klCoefficient");
    double third = recorder.reports.get(2).metrics().get("klCoefficient");
    assertThat(Math.log(second)).isCloseTo(direction * 1e-3, within(EPSILON_OF_STEP));
    assertThat(direction * Double.compare(third, second)).isEqualTo(1);
    assertThat(objective.klCoefficient()).isEqualTo(1);
  }

  private static void train(Objective<Trajectory> objective, Recorder recorder) {
    TrainerConfig config =
        TrainerConfig.builder()
            .epochs(1)
            .microBatchTokens(20)
            .policyLearningRate(0.01)
            .valueLearningRate(0.02)
            .build();
    Trainer.builder(policy(1), objective, config)
        .valueFunction(TabularValueFunction.random(Rows.VOCABULARY, 3))
        .reference(policy(2))
        .listener(recorder)
        .build()
        .train(new ShuffledBatches<>(ROWS, 3, false, 9));
  }

  private static TabularPolicy policy(long seed) {
    return TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, seed);
  }
}
