package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.oreo.data.IndexedFile;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.command.DataOptions.Format;
import dev.oreo.examples.training.ReferenceCaches;
import dev.oreo.objective.Objective;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.train.BatchSampler;
import dev.oreo.train.MetricsWriter;
import dev.oreo.train.ProgressPrinter;
import dev.oreo.train.ReferenceLogProbCache;
import dev.oreo.train.RunManifest;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.trajectory.Example;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo train}: fine-tunes a policy, and with some objectives a value function. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nObjectives:%n",
    description = {
      "Fine-tunes a policy on JSONL rows.",
      "Trains all weights, or LoRA adapters with --lora-rank.",
      "Writes OUTPUT/policy, OUTPUT/value (objectives with a value function), metrics.jsonl and"
          + " manifest.json. The folder appears when training is done; it is complete or absent.",
      "With --checkpoint-every the folder is there from the beginning and complete once it has a"
          + " manifest.json; a run that was killed goes on with the same command and --resume."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class TrainCommand implements Callable<Integer> {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;

  @Option(
      names = "--objective",
      required = true,
      paramLabel = "NAME",
      converter = ObjectiveName.Converter.class,
      description = "What to minimise; all are listed below.")
  private ObjectiveName objective;

  @Mixin private TrainedModelMixin model;
  @Mixin private DataOptions data;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make; must not exist.")
  private Path output;

  @Mixin private NetworkOptions networks;
  @Mixin private LoraOptions lora;
  @Mixin private ObjectiveMixin options;
  @Mixin private OptimizationMixin optimization;
  @Mixin private CheckpointOptions checkpoints;

  /** Made by the command line only. */
  public TrainCommand() {}

  /**
   * Returns the help's list of objectives, each with its paper and its own options.
   *
   * @return lines of the usage message's footer
   */
  public static String[] objectives() {
    return ObjectiveName.help();
  }

  @Override
  public Integer call() throws IOException {
    options.requireUseful(objective, spec);
    checkpoints.requireUseful(spec);
    boolean newValue = objective.withValue() && networks.value().isEmpty();
    lora.check(model.adapter().isPresent(), newValue, spec);
    TrainerConfig config = optimization.config(objective);
    Instant started = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    if (checkpoints.resume() && RunFolder.finished(output)) {
      out.printf("%s is finished: nothing to resume%n", output);
      return 0;
    }
    try (RunFolder folder = RunFolder.open(output, checkpoints)) {
      HuggingFaceCheckpoint checkpoint = model.open();
      TrainingNetworks.Plan plan =
          new TrainingNetworks.Plan(checkpoint, model, networks, lora, optimization.seed());
      try (IndexedFile<?> rows = openRows(checkpoint)) {
        data.tell(rows, out);
        Preparation.Source source =
            new Preparation.Source(plan, data, rows, optimization.seed(), out);
        Examples<?> examples = options.examples(objective, source);
        checkArgument(
            !examples.examples().isEmpty(), "no row is left to train on, of %s", data.file());
        Hashes hashes = hashes(plan);
        folder.begin();
        train(plan, examples, config, hashes, folder);
        folder.commit(manifest(examples.objective(), config, hashes, started));
      }
    }
    out.printf("wrote %s%n", output);
    return 0;
  }

  /** Hashes of what a run begins with. */
  private record Hashes(String data, Map<String, String> networks) {
    /** All of them by name. */
    Map<String, String> byName() {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("data_sha256", data);
      networks.forEach((role, hash) -> all.put(role + "_fingerprint", hash));
      return all;
    }
  }

  private Hashes hashes(TrainingNetworks.Plan plan) throws IOException {
    return new Hashes(
        RunManifest.sha256(data.file()), plan.fingerprints(objective.withReference()));
  }

  private IndexedFile<?> openRows(HuggingFaceCheckpoint checkpoint) throws IOException {
    boolean pairs =
        switch (objective) {
          case DPO, IPO, REBEL -> data.format(objective) == Format.PREFERENCES;
          default -> false;
        };
    return pairs
        ? data.openPreferences(checkpoint)
        : data.open(checkpoint, objective, options.segmenter(objective));
  }

  private <E extends Example> void train(
      TrainingNetworks.Plan plan,
      Examples<E> examples,
      TrainerConfig config,
      Hashes hashes,
      RunFolder folder)
      throws IOException {
    Set<Score> scores = examples.objective().requiredScores();
    try (@Nullable ReferenceLogProbCache cache = cache(plan, examples);
        TrainingNetworks opened = plan.open();
        MetricsWriter metrics = new MetricsWriter(folder.metrics())) {
      DjlTrainablePolicy policy = opened.policy();
      Trainer.Builder<E> trainer =
          Trainer.builder(policy, examples.objective(), config)
              .listener(new ProgressPrinter(spec.commandLine().getOut(), PROGRESS_EVERY))
              .listener(metrics);
      Optional<DjlTrainableValueFunction> value =
          scores.contains(Score.VALUE) ? Optional.of(opened.valueFunction()) : Optional.empty();
      value.ifPresent(trainer::valueFunction);
      if (cache != null) {
        trainer.reference(cache);
      } else if (scores.stream().anyMatch(Score::needsReference)) {
        trainer.reference(opened.reference());
      }
      run(trainer, optimization.batches(examples.examples()), hashes, folder);
      Path trained = folder.networks();
      policy.save(trained.resolve("policy"));
      if (value.isPresent()) {
        value.get().save(trained.resolve("value"));
      }
    }
  }

  private <E extends Example> void run(
      Trainer.Builder<E> trainer, BatchSampler<E> batches, Hashes hashes, RunFolder folder)
      throws IOException {
    if (checkpoints.wanted()) {
      trainer.checkpoints(
          checkpoints.of(folder.checkpoints(), Manifests.options(spec), hashes.byName()));
    }
    if (checkpoints.resume()) {
      if (!folder.hasCheckpoint()) {
        spec.commandLine().getOut().printf("no checkpoint yet in %s: the run begins%n", output);
      }
      trainer.build().resume(batches);
    } else {
      trainer.build().train(batches);
    }
  }

  /** Scores all examples with the reference once, unless that was done before. */
  private <E extends Example> @Nullable ReferenceLogProbCache cache(
      TrainingNetworks.Plan plan, Examples<E> examples) throws IOException {
    if (networks.referenceCache().isEmpty()) {
      return null;
    }
    checkArgument(
        ReferenceCaches.serve(examples.objective()),
        "--reference-cache must be given with an objective that needs the reference's"
            + " log-probabilities alone, got %s which needs %s",
        objective,
        ReferenceCaches.needed(examples.objective()));
    try (TrainingNetworks scoring = plan.open()) {
      return ReferenceCaches.open(
          networks.referenceCache().get(),
          plan.referenceFingerprint() + "/" + model.options().precision(),
          scoring::reference,
          examples.objective(),
          examples.examples());
    }
  }

  private RunManifest manifest(
      Objective<?> loss, TrainerConfig config, Hashes hashes, Instant started) {
    JsonObject settings = Manifests.options(spec);
    if (loss instanceof SoftBellmanObjective oreo) {
      settings.addProperty("alpha", oreo.klCoefficient());
    }
    settings.add("trainer", new Gson().toJsonTree(config));
    return Manifests.of(
        settings,
        optimization.seed(),
        Map.of(data.file().toString(), hashes.data()),
        hashes.networks(),
        started);
  }
}
