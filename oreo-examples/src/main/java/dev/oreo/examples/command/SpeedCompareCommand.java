package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.examples.speed.SpeedSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo speed compare}: a table and a chart of ratios. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Does each workload with oreo, in fp32 and bf16, and with its peers in turn, several times,"
          + " each in a process of its own. Which precision is faster depends on the processor: ratios"
          + " are to the faster oreo.",
      "Writes OUTPUT/speed.md and OUTPUT/speed.png: tokens a second, peak resident memory, ratios."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class SpeedCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of the results; made if it does not exist, models in it are used again.")
  private Path output;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "Interpreter with torch and transformers; without it oreo runs alone.")
  private @Nullable Path python;

  @Option(
      names = "--peers",
      paramLabel = "DIR",
      defaultValue = "oreo-examples/benchmarks/peers",
      description = "Folder of the peers' scripts (default: ${DEFAULT-VALUE}).")
  private Path peers;

  @Option(
      names = "--rollout-model",
      paramLabel = "DIR",
      description =
          "Checkpoint with a chat template, for the case \"rollouts\": 4 answers to 64 problems, which"
              + " the model ends itself (default: that case is left out).")
  private @Nullable Path rolloutModel;

  @Option(
      names = "--rollout-dataset",
      paramLabel = "FILE",
      description = "Problems of GSM8K for it, as published.")
  private @Nullable Path rolloutDataset;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Cases to run (default: all).")
  private Set<String> only = new LinkedHashSet<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each contestant does each workload (default: ${DEFAULT-VALUE}).")
  private int rounds;

  /** Made by the command line only. */
  public SpeedCompareCommand() {}

  @Override
  public Integer call() throws IOException {
    checkArgument(rounds >= 1, "--rounds must be >= 1, got %s", rounds);
    checkArgument(
        python == null || Files.isDirectory(peers), "--peers must be a folder, got %s", peers);
    SpeedSuite.compare(
        new SpeedSuite.Config(Optional.ofNullable(python), peers, rollouts(), only, rounds),
        Files.createDirectories(output),
        spec.commandLine().getOut());
    return 0;
  }

  private Optional<SpeedSuite.Rollouts> rollouts() {
    if (rolloutModel == null || rolloutDataset == null) {
      checkArgument(
          rolloutModel == null && rolloutDataset == null,
          "--rollout-model and --rollout-dataset must be given together, got %s and %s",
          rolloutModel,
          rolloutDataset);
      return Optional.empty();
    }
    return Optional.of(new SpeedSuite.Rollouts(rolloutModel, rolloutDataset));
  }
}
