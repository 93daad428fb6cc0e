package dev.oreo.examples.command;

import dev.oreo.djl.Precision;
import dev.oreo.examples.speed.SpeedSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code oreo speed work}: one workload, in this process. */
@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    description = {
      "Does the workload of a file that compare wrote, and prints what it measured as a line of JSON."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class SpeedWorkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The workload.")
  private Path file;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "fp32",
      description =
          "What the networks' layers compute in, fp32 or bf16 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  /** Made by the command line only. */
  public SpeedWorkCommand() {}

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(SpeedSuite.work(file, precision).toJson());
    return 0;
  }
}
