package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.train.TrainerCheckpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How often a run is kept, and whether one goes on. */
final class CheckpointOptions {
  /**
   * Options that may differ when a run goes on: where things are rather than what they are, and
   * what changes no result but its rounding.
   */
  private static final List<String> FREE =
      List.of(
          "output",
          "checkpoint_every",
          "keep_checkpoints",
          "resume",
          "micro_batch_tokens",
          "model",
          "data",
          "reference",
          "reference_cache",
          "value",
          "verbose");

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description =
          "Keep the run's whole state in OUTPUT/checkpoints after every N updates (default: never).")
  private @Nullable Long every;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      description =
          "How many checkpoints to keep, the latest ones (default: "
              + TrainerCheckpoints.DEFAULT_KEPT
              + ").")
  private @Nullable Integer keep;

  @Option(
      names = "--resume",
      description =
          "Go on from the latest checkpoint of OUTPUT, with the options that the run began with;"
              + " begin the run if there is none yet.")
  private boolean resume;

  /** Fails if an option was given that has no use without another. */
  void requireUseful(CommandSpec spec) {
    if (every == null && (keep != null || resume)) {
      throw new ParameterException(
          spec.commandLine(),
          (resume ? "--resume" : "--keep-checkpoints")
              + " must be given with --checkpoint-every, got it alone");
    }
  }

  /** Returns whether the run's state is to be kept. */
  boolean wanted() {
    return every != null;
  }

  /** Returns whether an earlier run may go on. */
  boolean resume() {
    return resume;
  }

  /**
   * Returns the trainer's checkpoints, which are wanted.
   *
   * @param directory where they are
   * @param settings all options of the run
   * @param hashes of the data and of the networks that the run begins with, by name
   */
  TrainerCheckpoints of(Path directory, JsonObject settings, Map<String, String> hashes) {
    Map<String, String> identity = new TreeMap<>(hashes);
    settings.entrySet().stream()
        .filter(option -> !FREE.contains(option.getKey()))
        .forEach(option -> identity.put(option.getKey(), option.getValue().getAsString()));
    return TrainerCheckpoints.builder(directory)
        .everyUpdates(Objects.requireNonNull(every))
        .keep(Objects.requireNonNullElse(keep, TrainerCheckpoints.DEFAULT_KEPT))
        .identity(identity)
        .build();
  }
}
