package dev.oreo.examples.command;

import dev.oreo.djl.Precision;
import dev.oreo.examples.speed.SpeedSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo speed sizes}: time and memory of an update against its size. */
@Command(
    name = "sizes",
    mixinStandardHelpOptions = true,
    description = {
      "Measures one OREO update of a small model against the length of rows, the vocabulary and the"
          + " number of rows, each size in a process of its own.",
      "Writes OUTPUT/sizes.md and OUTPUT/sizes.png."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class SpeedSizesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of the results; made if it does not exist, models in it are used again.")
  private Path output;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "fp32",
      description =
          "What the networks' layers compute in, fp32 or bf16 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  /** Made by the command line only. */
  public SpeedSizesCommand() {}

  @Override
  public Integer call() throws IOException {
    SpeedSizes.measure(precision, Files.createDirectories(output), spec.commandLine().getOut());
    return 0;
  }
}
