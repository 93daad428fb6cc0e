package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerCheckpoints;
import dev.oreo.train.TrainerConfig;
import dev.oreo.train.TrainingListener;
import dev.oreo.train.TrainingPlan;
import dev.oreo.train.TrainingSummary;
import dev.oreo.train.UpdateReport;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs on the engine that stop and go on. All comparisons are of files, byte for byte. */
final class DjlResumeTest {
  private static final int UPDATES = 10;

  @TempDir private Path folder;

  private static List<Trajectory> rows() {
    Random random = new Random(3);
    List<Trajectory> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int length = 4 + random.nextInt(12);
      rows.add(
          Trajectory.of(
              "row " + i,
              random.ints(length, 0, TinyCheckpoint.VOCABULARY).toArray(),
              List.of(new Step(2, length, i % 2))));
    }
    return rows;
  }

  private record Stop(long before) implements TrainingListener {
    @Override
    public void started(TrainingPlan plan) {}

    @Override
    public void updated(UpdateReport report) {
      if (report.update() == before) {
        throw new IllegalStateException("stopped");
      }
    }

    @Override
    public void finished(TrainingSummary summary) {}
  }

  /** Trains policy and value function in memory of their own, and saves them below a folder. */
  private void run(HuggingFaceCheckpoint model, Precision precision, Path run, long stopBefore)
      throws IOException {
    ModelOptions options = ModelOptions.cpu(precision);
    try (DjlTrainablePolicy policy = model.loadTrainablePolicy(options);
        DjlPolicy reference = model.loadPolicy(options);
        DjlTrainableValueFunction value = model.newValueFunction(options)) {
      Trainer.builder(
              policy,
              SoftBellmanObjective.builder(Granularity.TOKEN)
                  .averagedPolicy(true)
                  .klTarget(0.05)
                  .build(),
              TrainerConfig.builder()
                  .epochs(2)
                  .microBatchTokens(24)
                  .policyLearningRate(1e-2)
                  .valueLearningRate(1e-2)
                  .averageDecay(0.7)
                  .build())
          .valueFunction(value)
          .reference(reference)
          .listener(new Stop(stopBefore))
          .checkpoints(
              TrainerCheckpoints.builder(run.resolve("checkpoints")).everyUpdates(3).build())
          .build()
          .resume(new ShuffledBatches<>(rows(), 4, false, 1));
      policy.save(run.resolve("policy"));
      value.save(run.resolve("value"));
    }
  }

  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        hashes.put(
            folder.relativize(file).toString(),
            MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString());
      }
    }
    return hashes;
  }

  /**
   * Stopped between checkpoints, at one, and at the end of an epoch; networks, moments, average.
   */
  @ParameterizedTest
  @CsvSource({"FP32, qwen2, true, 5", "BF16, llama, false, 7", "FP32, llama, true, 10"})
  void resume_newNetworks_becomeByteForByteThoseOfARunThatNeverStopped(
      Precision precision, String modelType, boolean tied, int stopBefore) throws IOException {
    HuggingFaceCheckpoint model = TinyCheckpoint.create(folder, modelType, tied, 1);
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    run(model, precision, whole, UPDATES + 1);

    assertThatThrownBy(() -> run(model, precision, stopped, stopBefore)).hasMessage("stopped");
    run(model, precision, stopped, UPDATES + 1);

    assertThat(hashes(stopped))
        .isEqualTo(hashes(whole))
        .containsKeys(
            "policy/model.safetensors",
            "value/model.safetensors",
            "checkpoints/update-9/average/model.safetensors",
            "checkpoints/update-9/value-optimizer/model.safetensors")
        .hasSize(2 + 2 * 5);
  }

  @Test
  void checkpoint_policy_isAModelToLoad() throws IOException {
    HuggingFaceCheckpoint model = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Path run = folder.resolve("run");
    run(model, Precision.FP32, run, UPDATES + 1);

    HuggingFaceCheckpoint saved =
        HuggingFaceCheckpoint.open(run.resolve("checkpoints/update-9/policy"));
    saved.loadPolicy(ModelOptions.cpu(Precision.FP32)).close();
    assertThat(saved.tokenizer().encode("abc").tokenIds()).containsExactly(0, 1, 2);
  }

  @Test
  void resume_cutFile_isRejectedByFileAndTensor() throws IOException {
    HuggingFaceCheckpoint model = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Path run = folder.resolve("run");
    run(model, Precision.FP32, run, UPDATES + 1);
    Path file = run.resolve("checkpoints/update-9/policy-optimizer/model.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }

    assertThatThrownBy(() -> run(model, Precision.FP32, run, UPDATES + 1))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageStartingWith(file + ": is truncated: tensor step ends at byte");
  }

  @Test
  void resume_networkOfAnotherShape_isRejectedByTensorAndBothShapes() throws IOException {
    Path run = folder.resolve("run");
    run(TinyCheckpoint.create(folder, "qwen2", true, 1), Precision.FP32, run, UPDATES + 1);

    // Llama has no biases
    assertThatThrownBy(
            () ->
                run(
                    TinyCheckpoint.create(folder, "llama", true, 1),
                    Precision.FP32,
                    run,
                    UPDATES + 1))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining(
            "weight model.layers.0.self_attn.q_proj.bias: expected none, found shape [16]"
                + " (model.safetensors)");
  }
}
