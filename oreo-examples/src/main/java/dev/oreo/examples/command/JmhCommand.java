package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.examples.jmh.AlfworldBenchmark;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code oreo jmh}: what the parts in pure Java cost, measured by JMH. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = {
      "Measures objectives, graders and the text world of ALFWorld by JMH, in a JVM of its own each.",
      "All other arguments are JMH's: a regular expression that names benchmarks, -f forks, -wi"
          + " warm-up iterations, -i iterations, -bm mode, -prof gc, -rf json -rff FILE, -l to list them."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class JmhCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--alfworld",
      paramLabel = "DIR",
      description =
          "Folder of ALFWorld's games (games_*) and recorded episodes (engine_traces.jsonl.gz);"
              + " without it the text world is left out.")
  private Optional<Path> alfworld = Optional.empty();

  @Unmatched private List<String> arguments = new ArrayList<>();

  /** Made by the command line only. */
  public JmhCommand() {}

  @Override
  public Integer call() throws RunnerException {
    CommandLineOptions given = jmhOptions();
    if (given.shouldList()) {
      new Runner(given).list();
      return 0;
    }
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given).shouldFailOnError(true);
    try {
      new Runner(textWorld(options).build()).run();
    } catch (NoBenchmarksException e) {
      throw new IllegalArgumentException(
          "arguments must name a benchmark, got " + String.join(" ", arguments), e);
    }
    return 0;
  }

  /** Gives the benchmark of the text world its files, or leaves it out and says so. */
  private ChainedOptionsBuilder textWorld(ChainedOptionsBuilder options) {
    String name = AlfworldBenchmark.class.getName();
    if (alfworld.isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf("skipped %s: no --alfworld%n", name);
      out.flush();
      return options.exclude(name);
    }
    Path folder = alfworld.get();
    checkArgument(Files.isDirectory(folder), "--alfworld must be a folder, got %s", folder);
    return options.param("folder", folder.toAbsolutePath().toString());
  }

  private CommandLineOptions jmhOptions() {
    try {
      return new CommandLineOptions(arguments.toArray(String[]::new));
    } catch (CommandLineOptionException | IllegalStateException e) { // of unknown modes
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
