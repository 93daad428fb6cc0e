package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of a training run on the engine: learning, memory, what is saved. */
final class DjlTrainingTest {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final int UPDATES = 200;

  @TempDir private Path folder;

  /** Responses "b end" earn 1, "c end" nothing. */
  private static List<Trajectory> batch() {
    List<Trajectory> batch = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int[] ids =
          i % 2 == 0
              ? new int[] {0, i, 1, TinyCheckpoint.END}
              : new int[] {0, i - 1, 2, TinyCheckpoint.END};
      batch.add(Trajectory.of("row " + i, ids, List.of(new Step(2, 4, i % 2 == 0 ? 1 : 0))));
    }
    return batch;
  }

  private static TrainerConfig config() {
    return TrainerConfig.builder()
        .epochs(UPDATES)
        .microBatchTokens(8)
        .policyLearningRate(3e-3)
        .valueLearningRate(3e-3)
        .build();
  }

  @Test
  void train_oreo_learnsWhatIsRewardedAndKeepsNoArrays() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Recorder recorder = new Recorder();
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(FP32);
        DjlPolicy reference = checkpoint.loadPolicy(FP32);
        DjlTrainableValueFunction value = checkpoint.newValueFunction(FP32)) {
      recorder.manager = policy.model().weights().get(0).array().getManager();
      double before = goodLogProb(policy);

      Trainer.builder(
              policy, SoftBellmanObjective.builder(Granularity.TOKEN).beta(0.3).build(), config())
          .valueFunction(value)
          .reference(reference)
          .listener(recorder)
          .build()
          .train(new ShuffledBatches<>(batch(), 4, false, 1));

      assertThat(recorder.valueLosses).hasSize(UPDATES);
      assertThat(recorder.valueLosses.get(UPDATES - 1))
          .isLessThan(0.5 * recorder.valueLosses.get(0));
      assertThat(goodLogProb(policy)).isGreaterThan(before);
      assertThat(recorder.arrays)
          .as("managed arrays after each update")
          .containsOnly(recorder.arrays.get(0));
    }
  }

  @Test
  void train_bf16_lowersTheLossAsFp32Does() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "llama", false, 1);
    ModelOptions bf16 = ModelOptions.cpu(Precision.BF16);
    Recorder recorder = new Recorder();
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(bf16);
        DjlPolicy reference = checkpoint.loadPolicy(bf16);
        DjlTrainableValueFunction value = checkpoint.newValueFunction(bf16)) {
      Trainer.builder(
              policy, SoftBellmanObjective.builder(Granularity.STEP).beta(0.3).build(), config())
          .valueFunction(value)
          .reference(reference)
          .listener(recorder)
          .build()
          .train(new ShuffledBatches<>(batch(), 4, false, 1));

      assertThat(recorder.valueLosses.get(UPDATES - 1))
          .isLessThan(0.5 * recorder.valueLosses.get(0));
      Generation generation =
          policy
              .generate(
                  List.of(new GenerationRequest(new int[] {0, 0}, 4, 1)), GenerationConfig.GREEDY)
              .get(0);
      assertThat(generation.tokenIds()).hasSizeBetween(1, 4);
    }
  }

  @Test
  void score_bf16_isCloseToFp32() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    try (DjlPolicy exact = checkpoint.loadPolicy(FP32);
        DjlPolicy rounded = checkpoint.loadPolicy(ModelOptions.cpu(Precision.BF16))) {
      double[] expected = exact.score(batch(), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);
      double[] actual = rounded.score(batch(), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);

      assertThat(actual).isNotEqualTo(expected);
      assertThat(actual).containsExactly(expected, org.assertj.core.api.Assertions.within(0.2));
    }
  }

  @Test
  void save_trainedNetworks_giveTheSameNumbersWhenReopened() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", false, 1);
    Path policyFolder = folder.resolve("policy");
    Path valueFolder = folder.resolve("value");
    double[] policyScores;
    double[] values;
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(FP32);
        DjlPolicy reference = checkpoint.loadPolicy(FP32);
        DjlTrainableValueFunction value = checkpoint.newValueFunction(FP32)) {
      Trainer.builder(
              policy,
              SoftBellmanObjective.builder(Granularity.TOKEN).build(),
              TrainerConfig.builder()
                  .epochs(3)
                  .policyLearningRate(1e-2)
                  .valueLearningRate(1e-2)
                  .build())
          .valueFunction(value)
          .reference(reference)
          .build()
          .train(new ShuffledBatches<>(batch(), 4, false, 1));
      policyScores = policy.score(batch(), Set.of(Score.LOG_PROB)).get(1).get(Score.LOG_PROB);
      values = value.score(batch()).get(1).get(Score.VALUE);
      policy.save(policyFolder);
      value.save(valueFolder);
    }

    HuggingFaceCheckpoint savedPolicy = HuggingFaceCheckpoint.open(policyFolder);
    try (DjlPolicy policy = savedPolicy.loadPolicy(FP32);
        DjlValueFunction value = HuggingFaceCheckpoint.open(valueFolder).loadValueFunction(FP32)) {
      assertThat(policy.score(batch(), Set.of(Score.LOG_PROB)).get(1).get(Score.LOG_PROB))
          .isEqualTo(policyScores);
      assertThat(value.score(batch()).get(1).get(Score.VALUE)).isEqualTo(values);
      assertThat(savedPolicy.tokenizer().encode("abc").tokenIds()).containsExactly(0, 1, 2);
      assertThat(savedPolicy.fingerprint()).isNotEqualTo(checkpoint.fingerprint());
    }
  }

  @Test
  void generateAndScore_repeatedly_keepNoArrays() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      requests.add(new GenerationRequest(new int[] {0, i}, 3 + i, i));
    }
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(FP32)) {
      NDManager system = policy.model().weights().get(0).array().getManager().getParentManager();
      policy.generate(requests, GenerationConfig.sampling(1));
      policy.score(batch(), Set.of(Score.LOG_PROB));
      int arrays = system.getManagedArrays().size();

      for (int i = 0; i < 5; i++) {
        policy.generate(requests, GenerationConfig.sampling(1));
        policy.score(batch(), Set.of(Score.LOG_PROB));
      }

      assertThat(system.getManagedArrays()).hasSize(arrays);
    }
  }

  @Test
  void loadValueFunction_languageModel_isRejected() {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> checkpoint.loadValueFunction(FP32))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("value head")
        .hasMessageContaining("score.weight");
  }

  private static double goodLogProb(DjlTrainablePolicy policy) {
    return policy.score(batch(), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB)[1];
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
      if (manager != null) {
        arrays.add(manager.getParentManager().getManagedArrays().size());
      }
    }

    @Override
    public void finished(TrainingSummary summary) {}
  }
}
