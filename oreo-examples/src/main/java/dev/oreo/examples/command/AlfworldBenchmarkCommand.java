package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.examples.benchmark.EnvironmentBenchmark;
import dev.oreo.examples.benchmark.RecordedGames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo alfworld benchmark}: steps a second of the text world. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Steps a second on one thread, observations and admissible commands included, on the commands of"
          + " recorded episodes.",
      "Games are opened before; that is told apart. The passes that warm the JVM up are told too."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AlfworldBenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--games",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "The games: JSONL, also gzipped.")
  private List<Path> games;

  @Option(
      names = "--traces",
      required = true,
      paramLabel = "FILE",
      description = "The recorded episodes whose commands are given: JSONL, also gzipped.")
  private Path traces;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many of them, the first ones (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "20",
      description = "Times that all are played; the last counts (default: ${DEFAULT-VALUE}).")
  private int passes;

  /** Made by the command line only. */
  public AlfworldBenchmarkCommand() {}

  @Override
  public Integer call() throws IOException {
    checkArgument(episodes >= 1, "--episodes must be >= 1, got %s", episodes);
    checkArgument(passes >= 1, "--passes must be >= 1, got %s", passes);
    PrintWriter out = spec.commandLine().getOut();
    RecordedGames recorded = RecordedGames.read(games, traces, episodes);
    long start = System.nanoTime();
    List<EnvironmentBenchmark.Script> scripts = recorded.open();
    out.printf(
        Locale.ROOT,
        "opened %d games, %.1f ms each%n",
        scripts.size(),
        (System.nanoTime() - start) / 1e6 / scripts.size());
    for (int pass = 1; pass <= passes; pass++) {
      EnvironmentBenchmark.Pass result = EnvironmentBenchmark.run(scripts);
      if (pass == 1 || pass == passes) {
        out.printf(
            Locale.ROOT,
            "pass %d: %,d steps, %,.0f steps/s (%,d characters of text)%n",
            pass,
            result.steps(),
            result.stepsPerSecond(),
            result.characters());
      }
    }
    return 0;
  }
}
