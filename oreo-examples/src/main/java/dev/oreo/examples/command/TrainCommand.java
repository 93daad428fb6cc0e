package dev.oreo.examples.command;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.oreo.data.OverlongRows;
import dev.oreo.data.TrajectoryFile;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.objective.Objective;
import dev.oreo.objective.SftObjective;
import dev.oreo.train.MetricsWriter;
import dev.oreo.train.ProgressPrinter;
import dev.oreo.train.RunManifest;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo train}: fine-tunes a policy, and with OREO a value function, on JSONL rows. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fine-tunes a policy on JSONL rows.",
      "Writes OUTPUT/policy, OUTPUT/value (oreo), metrics.jsonl and manifest.json. The folder"
          + " appears when training is done; it is complete or absent."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class TrainCommand implements Callable<Integer> {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

  /** What to minimise. */
  enum ObjectiveName {
    SFT,
    OREO
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--objective",
      required = true,
      paramLabel = "NAME",
      description = "sft (imitates the rows) or oreo (learns from their rewards).")
  private ObjectiveName objective;

  @Mixin private ModelMixin model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "JSONL rows with \"prompt\" and \"response\", or \"prompt_token_ids\" and"
              + " \"response_token_ids\"; oreo needs \"reward\" too.")
  private Path data;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make; must not exist.")
  private Path output;

  @Mixin private OreoMixin oreo;
  @Mixin private OptimizationMixin optimization;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Longest row, in tokens (default: ${DEFAULT-VALUE}).")
  private int maxLength;

  @Option(
      names = "--overlong",
      paramLabel = "WHAT",
      defaultValue = "error",
      description =
          "What becomes of longer rows: error, drop, truncate (default: ${DEFAULT-VALUE}).")
  private OverlongRows overlong;

  @Option(
      names = "--skip-invalid",
      description = "Drop and count rows that are not valid, instead of failing.")
  private boolean skipInvalid;

  /** Made by the command line only. */
  public TrainCommand() {}

  @Override
  public Integer call() throws IOException {
    if (objective == ObjectiveName.SFT) {
      oreo.requireUnused(spec);
    } else {
      oreo.requireConsistent(spec);
    }
    TrainerConfig config = optimization.config(objective);
    Instant started = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    try (OutputFolder folder = OutputFolder.create(output)) {
      HuggingFaceCheckpoint checkpoint = model.open();
      TrajectoryFile rows = TrajectoryReader.read(data, checkpoint.tokenizer(), readerOptions());
      out.printf("%d rows of %s%n", rows.trajectories().size(), data);
      rows.dropped().forEach((reason, count) -> out.printf("dropped %d rows: %s%n", count, reason));
      train(checkpoint, rows, config, folder.workspace());
      manifest(checkpoint, config, started).write(folder.workspace().resolve("manifest.json"));
      folder.commit();
    }
    out.printf("wrote %s%n", output);
    return 0;
  }

  private TrajectoryReaderOptions readerOptions() {
    return TrajectoryReaderOptions.DEFAULT
        .withSegmenter(oreo.segmenter())
        .withMaxLength(maxLength)
        .withOverlong(overlong)
        .withSkipInvalid(skipInvalid)
        .withRequireReward(objective == ObjectiveName.OREO);
  }

  private void train(
      HuggingFaceCheckpoint checkpoint, TrajectoryFile rows, TrainerConfig config, Path workspace)
      throws IOException {
    ShuffledBatches<Trajectory> batches = optimization.batches(rows.trajectories());
    Objective<Trajectory> loss =
        objective == ObjectiveName.SFT ? new SftObjective() : oreo.objective();
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(model.options());
        MetricsWriter metrics = new MetricsWriter(workspace.resolve("metrics.jsonl"))) {
      Trainer.Builder<Trajectory> trainer =
          Trainer.builder(policy, loss, config)
              .listener(new ProgressPrinter(spec.commandLine().getOut(), PROGRESS_EVERY))
              .listener(metrics);
      if (objective == ObjectiveName.SFT) {
        trainer.build().train(batches);
      } else {
        trainWithValue(checkpoint, trainer, batches, workspace);
      }
      policy.save(workspace.resolve("policy"));
    }
  }

  private void trainWithValue(
      HuggingFaceCheckpoint checkpoint,
      Trainer.Builder<Trajectory> trainer,
      ShuffledBatches<Trajectory> batches,
      Path workspace)
      throws IOException {
    try (DjlTrainableValueFunction value = oreo.openValue(checkpoint, model.options());
        DjlPolicy reference = oreo.openReference(checkpoint, model.options())) {
      trainer.valueFunction(value).reference(reference).build().train(batches);
      value.save(workspace.resolve("value"));
    }
  }

  private RunManifest manifest(
      HuggingFaceCheckpoint checkpoint, TrainerConfig config, Instant started) throws IOException {
    JsonObject settings = Manifests.options(spec);
    settings.add("trainer", new Gson().toJsonTree(config));
    Map<String, String> checkpoints = new LinkedHashMap<>();
    checkpoints.put("policy", checkpoint.fingerprint());
    if (objective == ObjectiveName.OREO) {
      oreo.describe(settings, checkpoints, checkpoint);
    }
    return Manifests.of(
        settings,
        optimization.seed(),
        Map.of(data.toString(), RunManifest.sha256(data)),
        checkpoints,
        started);
  }
}
