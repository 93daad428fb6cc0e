package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Ints;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.Optimizer;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.train.TrainingListener;
import dev.oreo.train.TrainingPlan;
import dev.oreo.train.TrainingSummary;
import dev.oreo.train.UpdateReport;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training of adapters: learning, what stays as it is, memory, dropout. */
final class AdapterTrainingTest {
  private static final int UPDATES = 100;
  private static final long SEED = 7;
  private static final LoraConfig LORA = LoraConfig.builder().rank(4).alpha(8).build();
  private static final LoraConfig DROPPING =
      LoraConfig.builder().rank(4).alpha(8).dropout(0.5).build();
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final Set<Score> LOG_PROB = Set.of(Score.LOG_PROB);

  @TempDir private Path folder;

  /** Responses "b end" earn 1, "c end" nothing. */
  private static List<Trajectory> batch() {
    List<Trajectory> batch = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int action = i % 2 == 0 ? 1 : 2;
      int[] ids = {0, i - i % 2, action, TinyCheckpoint.END};
      batch.add(Trajectory.of("row " + i, ids, List.of(new Step(2, 4, action == 1 ? 1 : 0))));
    }
    return batch;
  }

  private static TrainerConfig config(int updates) {
    return TrainerConfig.builder()
        .epochs(updates)
        .microBatchTokens(8)
        .policyLearningRate(1e-2)
        .valueLearningRate(1e-2)
        .build();
  }

  private static double[] logProbs(DjlPolicy policy) {
    return policy.score(batch(), LOG_PROB).get(0).get(Score.LOG_PROB);
  }

  private static double[] logProbs(DjlTrainablePolicy policy) {
    return policy.score(batch(), LOG_PROB).get(0).get(Score.LOG_PROB);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void train_oreo_learnsLeavesTheBaseAsItIsAndKeepsNoArrays(Precision precision)
      throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Recorder recorder = new Recorder();
    try (DjlBaseModel base = checkpoint.loadBase(ModelOptions.cpu(precision));
        DjlTrainablePolicy policy = base.newAdapterPolicy(LORA, SEED);
        DjlTrainableValueFunction value = base.newAdapterValueFunction(LORA, SEED);
        DjlPolicy reference = base.policy()) {
      recorder.manager = policy.model().weights().get(0).array().getManager().getParentManager();
      double[] before = logProbs(reference);
      assertThat(logProbs(policy)).isEqualTo(before);

      Trainer.builder(
              policy,
              SoftBellmanObjective.builder(Granularity.TOKEN).beta(0.3).build(),
              config(UPDATES))
          .valueFunction(value)
          .reference(reference)
          .listener(recorder)
          .build()
          .train(new ShuffledBatches<>(batch(), 4, false, 1));

      assertThat(recorder.valueLosses.get(UPDATES - 1))
          .isLessThan(0.5 * recorder.valueLosses.get(0));
      assertThat(logProbs(policy)[1]).isGreaterThan(before[1]);
      assertThat(logProbs(reference)).isEqualTo(before);
      assertThat(recorder.arrays)
          .as("managed arrays after each update")
          .containsOnly(recorder.arrays.get(0));
    }
  }

  @Test
  void generate_trainedAdapter_drawsWhatItScoresHighest() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "llama", false, 1);
    Path adapter = TinyAdapter.policy(checkpoint, LORA, SEED);
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlPolicy policy = base.loadAdapterPolicy(adapter);
        DjlPolicy plain = base.policy()) {
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < TinyCheckpoint.VOCABULARY; i++) {
        requests.add(new GenerationRequest(new int[] {0, i}, 6, i));
      }
      List<Generation> drawn = policy.generate(requests, GenerationConfig.GREEDY);

      for (int i = 0; i < drawn.size(); i++) {
        assertGreedy(policy, requests.get(i).promptTokenIds(), drawn.get(i).tokenIds());
      }
      assertThat(tokens(drawn))
          .isNotEqualTo(tokens(plain.generate(requests, GenerationConfig.GREEDY)));
    }
  }

  private static List<List<Integer>> tokens(List<Generation> generations) {
    return generations.stream().map(g -> Ints.asList(g.tokenIds())).toList();
  }

  /** No other token in place of a drawn one is more probable. */
  private static void assertGreedy(DjlPolicy policy, int[] prompt, int[] response) {
    List<Trajectory> alternatives = new ArrayList<>();
    for (int token = 0; token < TinyCheckpoint.VOCABULARY; token++) {
      int[] ids = {prompt[0], prompt[1], token};
      alternatives.add(Trajectory.of("token " + token, ids, List.of(new Step(2, 3, 0))));
    }
    List<TrajectoryScores> scores = policy.score(alternatives, LOG_PROB);
    double chosen = scores.get(response[0]).get(Score.LOG_PROB)[1];
    for (TrajectoryScores other : scores) {
      assertThat(other.get(Score.LOG_PROB)[1]).isLessThanOrEqualTo(chosen);
    }
  }

  @Test
  void backward_adapterPolicy_givesGradientsToAdaptersAlone() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", false, 1);
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlTrainablePolicy policy = base.newAdapterPolicy(LORA, SEED)) {
      assertThat(policy.model().weights())
          .allSatisfy(w -> assertThat(w.parts().get(0).name()).contains("lora_"));
      long ranks = 4L * (3 * 16 + 16 + 2 * 16 + 24); // inputs of q, k, v, o, gate, up, down
      long outputs = 4L * (16 + 2 * 8 + 16 + 2 * 24 + 16);
      assertThat(policy.parameterCount()).isEqualTo(2 * (ranks + outputs));
    }
  }

  @Test
  void forward_dropout_isInPassesAloneAndTheSameForTheSameUpdate() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Path adapter = TinyAdapter.policy(checkpoint, DROPPING, SEED);
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlPolicy frozen = base.loadAdapterPolicy(adapter);
        DjlTrainablePolicy policy = base.loadTrainableAdapterPolicy(adapter, SEED);
        DjlTrainablePolicy again = base.loadTrainableAdapterPolicy(adapter, SEED);
        DjlTrainablePolicy other = base.loadTrainableAdapterPolicy(adapter, SEED + 1)) {
      double[] dropped = passScores(policy);

      assertThat(logProbs(policy)).isEqualTo(logProbs(frozen)).isNotEqualTo(dropped);
      assertThat(passScores(policy)).isEqualTo(dropped);
      assertThat(passScores(again)).isEqualTo(dropped);
      assertThat(passScores(other)).isNotEqualTo(dropped);
      try (Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT)) {
        List<double[]> byUpdate = new ArrayList<>();
        for (int update = 0; update < 2; update++) {
          update(policy, optimizer, 0);
          byUpdate.add(passScores(policy));
        }
        assertThat(byUpdate.get(0)).isNotEqualTo(dropped).isNotEqualTo(byUpdate.get(1));
      }
    }
  }

  @Test
  void train_dropout_isRepeatable() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    List<double[]> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (DjlBaseModel base = checkpoint.loadBase(FP32);
          DjlTrainablePolicy policy = base.newAdapterPolicy(DROPPING, SEED);
          Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT)) {
        for (int update = 0; update < 5; update++) {
          update(policy, optimizer, 1e-2);
        }
        runs.add(logProbs(policy));
      }
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1));
  }

  @Test
  void train_oneGraphAtATime_changesNoBitWithDropout() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    List<double[]> runs = new ArrayList<>();
    for (boolean oneGraph : new boolean[] {false, true}) {
      try (DjlBaseModel base = checkpoint.loadBase(FP32);
          DjlTrainablePolicy policy = base.newAdapterPolicy(DROPPING, SEED);
          DjlTrainableValueFunction value = base.newAdapterValueFunction(DROPPING, SEED);
          DjlPolicy reference = base.policy()) {
        Trainer.builder(
                policy,
                SoftBellmanObjective.builder(Granularity.TOKEN).build(),
                config(5).toBuilder().oneGraphAtATime(oneGraph).build())
            .valueFunction(value)
            .reference(reference)
            .build()
            .train(new ShuffledBatches<>(batch(), 4, false, 1));
        runs.add(logProbs(policy));
        runs.add(value.score(batch()).get(0).get(Score.VALUE));
      }
    }
    assertThat(runs.get(2)).isEqualTo(runs.get(0));
    assertThat(runs.get(3)).isEqualTo(runs.get(1));
  }

  private static double[] passScores(DjlTrainablePolicy policy) {
    try (ForwardPass pass = policy.forward(batch(), LOG_PROB)) {
      return pass.scores().get(0).get(Score.LOG_PROB);
    }
  }

  private static void update(DjlTrainablePolicy policy, Optimizer optimizer, double rate) {
    try (ForwardPass pass = policy.forward(batch(), LOG_PROB)) {
      List<TrajectoryGradients> gradients = new ArrayList<>();
      for (Trajectory row : batch()) {
        gradients.add(
            new TrajectoryGradients(row, Map.of(Score.LOG_PROB, new double[] {0, 1, -1})));
      }
      pass.backward(gradients);
      optimizer.step(rate);
    }
  }

  private static final class Recorder implements TrainingListener {
    private final List<Double> valueLosses = new ArrayList<>();
    private final List<Integer> arrays = new ArrayList<>();
    private NDManager manager;

    @Override
    public void started(TrainingPlan plan) {}

    @Override
    public void updated(UpdateReport report) {
      valueLosses.add(report.valueLoss());
      arrays.add(manager.getParentManager().getManagedArrays().size());
    }

    @Override
    public void finished(TrainingSummary summary) {}
  }
}
