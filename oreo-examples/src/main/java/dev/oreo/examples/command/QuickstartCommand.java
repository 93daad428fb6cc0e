package dev.oreo.examples.command;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.oreo.examples.quickstart.Quickstart;
import dev.oreo.examples.quickstart.QuickstartConfig;
import dev.oreo.examples.quickstart.ResultsTable;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code oreo quickstart}: a small model learns from imitation, then from its own mistakes. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a small model on arithmetic by imitation, rejection sampling and OREO, searches with"
          + " its value function, and prints a table. No downloads; about five minutes a seed.",
      "Needs no arguments."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class QuickstartCommand implements Callable<Integer> {
  /** From how many seeds on the results must hold what the documentation promises. */
  private static final int SEEDS_TO_JUDGE_BY = 3;

  /** By which a quickstart's folder is known. */
  private static final String MANIFEST = "quickstart.json";

  private static final String THREADS = "ai.djl.pytorch.num_threads";

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "oreo-quickstart",
      description =
          "Folder for data, checkpoints, metrics and charts. Appears when all is done, in the place"
              + " of an earlier quickstart's (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the run, or the first one (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many seeds to run, one after the other. With 3 or more the exit code is 1 if the"
              + " means do not hold what the documentation promises (default: ${DEFAULT-VALUE}).")
  private int seeds;

  /** Made by the command line only. */
  public QuickstartCommand() {}

  @Override
  public Integer call() throws IOException {
    if (seeds < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds must be at least 1, got " + seeds);
    }
    // Two threads gain a tenth on a model this small, and lose nearly all where they must share a
    // core.
    if (System.getProperty(THREADS) == null) {
      System.setProperty(THREADS, "1");
    }
    Instant started = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    ResultsTable table;
    try (OutputFolder folder = OutputFolder.replace(output, MANIFEST)) {
      Quickstart quickstart = new Quickstart(QuickstartConfig.DEFAULT, folder.workspace(), out);
      table = quickstart.run(LongStream.range(seed, seed + seeds).boxed().toList());
      manifest(started).write(folder.workspace().resolve(MANIFEST));
      folder.commit();
    }
    out.printf(
        "Everything is in %s: results, charts, solutions, metrics, data and" + " checkpoints%n",
        output.toAbsolutePath());
    return seeds < SEEDS_TO_JUDGE_BY ? 0 : judge(table.brokenPromises());
  }

  private RunManifest manifest(Instant started) {
    JsonObject config = Manifests.options(spec);
    config.add("settings", new Gson().toJsonTree(QuickstartConfig.DEFAULT));
    return Manifests.of(config, seed, Map.of(), Map.of(), started);
  }

  private int judge(List<String> broken) {
    broken.forEach(sentence -> spec.commandLine().getErr().println(sentence));
    return broken.isEmpty() ? 0 : 1;
  }
}
