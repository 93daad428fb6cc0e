package dev.oreo.examples.command;

import picocli.CommandLine.Command;

/** {@code oreo alfworld}: household games in text. */
@Command(
    name = "alfworld",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Household games in text: play, check, collect, evaluate, compare.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AlfworldPlayCommand.class,
      AlfworldReplayCommand.class,
      AlfworldSftDataCommand.class,
      AlfworldCollectCommand.class,
      AlfworldEvaluateCommand.class,
      AlfworldStudyCommand.class,
      AlfworldBenchmarkCommand.class
    })
public final class AlfworldCommand {
  /** Made by the command line only. */
  public AlfworldCommand() {}
}
