package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.objective.Objective;
import dev.oreo.objective.Score;
import dev.oreo.objective.SftObjective;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The training loop on a tabular backend. */
final class TrainerTest {
  /** Sums of doubles in another order. */
  private static final double REORDERED = 1e-12;

  private static final List<Trajectory> ROWS = Rows.random(12);
  private static final Objective<Trajectory> OREO =
      SoftBellmanObjective.builder(Granularity.TOKEN).build();
  private static final TrainerConfig CONFIG =
      TrainerConfig.builder()
          .epochs(2)
          .microBatchTokens(20)
          .policyLearningRate(0.01)
          .valueLearningRate(0.02)
          .build();

  private final TabularPolicy policy = policy(1);
  private final TabularPolicy reference = policy(2);
  private final TabularValueFunction value = TabularValueFunction.random(Rows.VOCABULARY, 3);
  private final Recorder recorder = new Recorder();

  private static TabularPolicy policy(long seed) {
    return TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, seed);
  }

  private static ShuffledBatches<Trajectory> batches() {
    return new ShuffledBatches<>(ROWS, 5, false, 9);
  }

  private Trainer.Builder<Trajectory> oreo(TrainerConfig config) {
    return Trainer.builder(policy, OREO, config)
        .valueFunction(value)
        .reference(reference)
        .listener(recorder);
  }

  private static double[] logProbs(TabularPolicy policy) {
    return flat(policy.score(ROWS, Set.of(Score.LOG_PROB)), Score.LOG_PROB);
  }

  private static double[] values(TabularValueFunction value) {
    return flat(value.score(ROWS), Score.VALUE);
  }

  private static double[] flat(List<TrajectoryScores> scores, Score score) {
    return scores.stream().flatMapToDouble(s -> Arrays.stream(s.get(score))).toArray();
  }

  @ParameterizedTest
  @EnumSource(Granularity.class)
  void train_microBatches_changeNothing(Granularity granularity) {
    Objective<Trajectory> objective = SoftBellmanObjective.builder(granularity).build();
    double[][] results = new double[2][];
    double[][] valueResults = new double[2][];
    List<Recorder> recorders = List.of(new Recorder(), new Recorder());
    int[] budgets = {1, 1_000_000};
    for (int i = 0; i < 2; i++) {
      TabularPolicy trained = policy(1);
      TabularValueFunction trainedValue = TabularValueFunction.random(Rows.VOCABULARY, 3);
      Trainer.builder(trained, objective, CONFIG.toBuilder().microBatchTokens(budgets[i]).build())
          .valueFunction(trainedValue)
          .reference(reference)
          .listener(recorders.get(i))
          .build()
          .train(batches());
      results[i] = logProbs(trained);
      valueResults[i] = values(trainedValue);
    }

    assertThat(results[0]).containsExactly(results[1], within(REORDERED));
    assertThat(valueResults[0]).containsExactly(valueResults[1], within(REORDERED));
    assertThat(results[0]).isNotEqualTo(logProbs(policy(1)));
    for (int u = 0; u < recorders.get(0).reports.size(); u++) {
      UpdateReport single = recorders.get(0).reports.get(u);
      UpdateReport whole = recorders.get(1).reports.get(u);
      assertThat(single.policyLoss()).isCloseTo(whole.policyLoss(), within(REORDERED));
      assertThat(single.valueLoss()).isCloseTo(whole.valueLoss(), within(REORDERED));
      assertThat(single.policyGradientNorm())
          .isCloseTo(whole.policyGradientNorm(), within(REORDERED));
      assertThat(single.metrics().keySet()).isEqualTo(whole.metrics().keySet());
    }
  }

  @Test
  void train_sftMicroBatches_areNormalisedByTheWholeBatchsTokens() {
    TabularPolicy single = policy(1);
    TabularPolicy whole = policy(1);
    TrainerConfig config = CONFIG.toBuilder().epochs(1).build();
    Trainer.builder(single, new SftObjective(), config.toBuilder().microBatchTokens(1).build())
        .build()
        .train(batches());
    Trainer.builder(whole, new SftObjective(), config.toBuilder().microBatchTokens(9999).build())
        .build()
        .train(batches());

    assertThat(logProbs(single)).containsExactly(logProbs(whole), within(REORDERED));
  }

  @Test
  void train_reports_tellTheWholeRun() {
    TrainingSummary summary = oreo(CONFIG).build().train(batches());

    assertThat(recorder.plans).containsExactly(new TrainingPlan("oreo", 2, 3, 6, 0, 0));
    assertThat(recorder.reports)
        .extracting(UpdateReport::update)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(recorder.reports).extracting(UpdateReport::epoch).containsExactly(1, 1, 1, 2, 2, 2);
    assertThat(recorder.summaries).containsExactly(summary);
    assertThat(summary.updates()).isEqualTo(6);
    assertThat(summary.tokens()).isEqualTo(2L * ROWS.stream().mapToInt(Trajectory::length).sum());
    UpdateReport last = recorder.reports.get(5);
    assertThat(summary.lastPolicyLoss()).isEqualTo(last.policyLoss());
    assertThat(last.policyGradientNorm()).isPositive();
    assertThat(last.valueGradientNorm()).isPositive();
    assertThat(last.metrics()).containsKeys("reward", "kl", "residual/success/p95");
  }

  @Test
  void train_rates_followTheScheduleOverAllEpochs() {
    oreo(CONFIG).build().train(batches());

    LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(6, 0.03);
    for (UpdateReport report : recorder.reports) {
      double factor = schedule.factor(report.update());
      assertThat(report.policyLearningRate()).isCloseTo(0.01 * factor, within(REORDERED));
      assertThat(report.valueLearningRate()).isCloseTo(0.02 * factor, within(REORDERED));
    }
    assertThat(recorder.reports.get(5).policyLearningRate()).isLessThan(0.1 * 0.01);
  }

  @Test
  void train_loss_isThatOfTheNetworksBeforeTheUpdate() {
    oreo(CONFIG.toBuilder().epochs(1).build())
        .build()
        .train(new ShuffledBatches<>(ROWS, ROWS.size(), false, 1));
    Trainer.builder(policy(1), OREO, CONFIG.toBuilder().policyLearningRate(9).build())
        .valueFunction(TabularValueFunction.random(Rows.VOCABULARY, 3))
        .reference(reference)
        .listener(recorder)
        .build()
        .train(new ShuffledBatches<>(ROWS, ROWS.size(), false, 2));

    assertThat(recorder.reports.get(1).policyLoss())
        .isCloseTo(recorder.reports.get(0).policyLoss(), within(REORDERED));
    assertThat(recorder.reports.get(2).policyLoss())
        .isNotCloseTo(recorder.reports.get(0).policyLoss(), within(0.01));
  }

  @Test
  void train_sameSeed_givesTheSameParameters() {
    oreo(CONFIG).build().train(batches());
    TabularPolicy again = policy(1);
    Trainer.builder(again, OREO, CONFIG)
        .valueFunction(TabularValueFunction.random(Rows.VOCABULARY, 3))
        .reference(reference)
        .build()
        .train(batches());

    assertThat(logProbs(again)).isEqualTo(logProbs(policy));
  }

  @Test
  void train_twice_opensNewOptimisersEachTime() {
    Trainer<Trajectory> trainer = oreo(CONFIG).build();
    trainer.train(batches());
    trainer.train(batches());

    assertThat(recorder.summaries).hasSize(2);
  }

  @Test
  void train_listenerThatThrows_closesTheOptimisers() {
    Trainer<Trajectory> failing = oreo(CONFIG).listener(new MetricsFailure()).build();

    assertThatThrownBy(() -> failing.train(batches())).hasMessage("disk full");
    oreo(CONFIG).build().train(batches());
  }

  private static final class MetricsFailure implements TrainingListener {
    @Override
    public void started(TrainingPlan plan) {}

    @Override
    public void updated(UpdateReport report) {
      throw new UncheckedIOException("disk full", new IOException());
    }

    @Override
    public void finished(TrainingSummary summary) {}
  }

  @Test
  void build_networksThatDoNotFitTheObjective_areRejected() {
    assertThatThrownBy(() -> Trainer.builder(policy, OREO, CONFIG).reference(reference).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("valueFunction must be given, as objective oreo reads it");
    assertThatThrownBy(() -> Trainer.builder(policy, OREO, CONFIG).valueFunction(value).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reference must be given, as objective oreo reads it");
    assertThatThrownBy(
            () -> Trainer.builder(policy, new SftObjective(), CONFIG).valueFunction(value).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("valueFunction must not be given, as objective sft does not read it");
    assertThatThrownBy(
            () -> Trainer.builder(policy, new SftObjective(), CONFIG).reference(reference).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reference must not be given, as objective sft does not read it");
    assertThatThrownBy(
            () ->
                Trainer.builder(
                        policy,
                        new SftObjective(),
                        CONFIG.toBuilder().policyFreezeFraction(0.1).build())
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("policyFreezeFraction must be 0 without a valueFunction, got 0.1");
  }

  @Test
  void config_outOfRange_isRejected() {
    assertThatThrownBy(() -> TrainerConfig.builder().epochs(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epochs must be >= 1, got 0");
    assertThatThrownBy(() -> TrainerConfig.builder().microBatchTokens(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatchTokens must be >= 1, got 0");
    assertThatThrownBy(() -> TrainerConfig.builder().policyLearningRate(Double.NaN).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("policyLearningRate must be finite and > 0, got NaN");
    assertThatThrownBy(() -> TrainerConfig.builder().valueLearningRate(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("valueLearningRate must be finite and > 0, got -1.0");
    assertThatThrownBy(() -> TrainerConfig.builder().warmupFraction(2).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("warmupFraction must be in [0, 1], got 2.0");
    assertThat(TrainerConfig.builder().build()).isEqualTo(TrainerConfig.DEFAULT);
  }
}
