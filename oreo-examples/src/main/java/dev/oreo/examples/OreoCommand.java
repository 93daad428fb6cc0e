package dev.oreo.examples;

import dev.oreo.examples.command.AlfworldCommand;
import dev.oreo.examples.command.ArithmeticCommand;
import dev.oreo.examples.command.CompareCommand;
import dev.oreo.examples.command.DemonstrationsCommand;
import dev.oreo.examples.command.EvaluateCommand;
import dev.oreo.examples.command.ExplainCommand;
import dev.oreo.examples.command.GenerateCommand;
import dev.oreo.examples.command.GradeCommand;
import dev.oreo.examples.command.IterateCommand;
import dev.oreo.examples.command.JmhCommand;
import dev.oreo.examples.command.MergeCommand;
import dev.oreo.examples.command.QuickstartCommand;
import dev.oreo.examples.command.RolloutCommand;
import dev.oreo.examples.command.ScoreCommand;
import dev.oreo.examples.command.SearchCommand;
import dev.oreo.examples.command.SpeedCommand;
import dev.oreo.examples.command.TrainCommand;
import dev.oreo.examples.command.VerifierBenchmarkCommand;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/**
 * The command line: {@code java -jar oreo-examples.jar COMMAND}.
 *
 * <p>Exit codes: 0 success, 2 bad input (one line on standard error says what), 1 anything else.
 */
@Command(
    name = "oreo",
    mixinStandardHelpOptions = true,
    versionProvider = OreoCommand.Version.class,
    description = "Offline reinforcement learning of language models inside the JVM.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuickstartCommand.class,
      ArithmeticCommand.class,
      DemonstrationsCommand.class,
      RolloutCommand.class,
      IterateCommand.class,
      EvaluateCommand.class,
      TrainCommand.class,
      MergeCommand.class,
      CompareCommand.class,
      ScoreCommand.class,
      GenerateCommand.class,
      SearchCommand.class,
      ExplainCommand.class,
      GradeCommand.class,
      VerifierBenchmarkCommand.class,
      JmhCommand.class,
      SpeedCommand.class,
      AlfworldCommand.class
    })
public final class OreoCommand {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean verbose;

  private OreoCommand() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    setDefault("ai.djl.offline", "true"); // no download, no look-out for a cloud instance
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    setDefault("java.awt.headless", "true");
    System.exit(commandLine().execute(args));
  }

  /**
   * Returns the command line, not yet parsed.
   *
   * @return a new one; its output streams may be replaced
   */
  static CommandLine commandLine() {
    OreoCommand root = new OreoCommand();
    CommandLine line = new CommandLine(root);
    Objects.requireNonNull(line.getSubcommands().get("train"))
        .getCommandSpec()
        .usageMessage()
        .footer(TrainCommand.objectives());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(OreoCommand::runAndFlush)
        .setParameterExceptionHandler((e, args) -> root.reportUsage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> root.reportFailure(e, command));
  }

  /** What {@code print} wrote is lost otherwise: only line-wise output is flushed by itself. */
  private static int runAndFlush(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } finally {
      parsed.asCommandLineList().forEach(line -> line.getOut().flush());
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private int reportUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().printf("%s: %s (see %s --help)%n", name, Failure.messageOf(e), name);
    printTrace(e, command.getErr());
    return CommandLine.ExitCode.USAGE;
  }

  private int reportFailure(Exception e, CommandLine command) {
    if (e instanceof ParameterException usage) {
      return reportUsage(usage);
    }
    Failure failure = Failure.of(e);
    command
        .getErr()
        .printf("%s: %s%n", command.getCommandSpec().qualifiedName(), failure.message());
    printTrace(e, command.getErr());
    return failure.exitCode();
  }

  private void printTrace(Exception e, PrintWriter err) {
    if (verbose) {
      e.printStackTrace(err);
    }
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "oreo "
            + Objects.requireNonNullElse(
                OreoCommand.class.getPackage().getImplementationVersion(), "(not from a jar)")
      };
    }
  }
}
