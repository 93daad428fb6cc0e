package dev.oreo.examples.command;

import picocli.CommandLine.Command;

/** {@code oreo speed}: measures oreo beside its Python peers. */
@Command(
    name = "speed",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures oreo beside Python peers that do the same work.",
    subcommands = {SpeedCompareCommand.class, SpeedSizesCommand.class, SpeedWorkCommand.class})
public final class SpeedCommand {

  /** Made by the command line only. */
  public SpeedCommand() {}
}
