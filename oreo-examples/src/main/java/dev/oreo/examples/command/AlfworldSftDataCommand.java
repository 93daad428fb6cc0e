package dev.oreo.examples.command;

import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.data.JsonlRows;
import dev.oreo.data.JsonlWriter;
import dev.oreo.environment.AlfworldVersion;
import dev.oreo.examples.alfworld.Demonstration;
import dev.oreo.examples.alfworld.GameFiles;
import dev.oreo.examples.alfworld.Transcript;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo alfworld sft-data}: the expert's transcripts as training rows. */
@Command(
    name = "sft-data",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the expert's transcripts as conversations for train --objective sft --format messages.",
      "The transcripts hold no thoughts, so the assistant's turns are actions alone."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AlfworldSftDataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--expert",
      required = true,
      paramLabel = "FILE",
      description = "The transcripts: JSONL, also gzipped, in the wording of 2.1.1.")
  private Path expert;

  @Option(
      names = "--instruction",
      paramLabel = "TEXT",
      description =
          "The conversation's first message (default: the task, the commands and the form of"
              + " replies, in words of our own).")
  private @Nullable String instruction;

  @Option(
      names = "--max-turns",
      paramLabel = "N",
      defaultValue = "40",
      description =
          "Leave out transcripts of more turns, which could not be finished in play (default:"
              + " ${DEFAULT-VALUE}).")
  private int maxTurns;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSONL to write; must not exist.")
  private Path output;

  /** Made by the command line only. */
  public AlfworldSftDataCommand() {}

  @Override
  public Integer call() throws IOException {
    if (Files.exists(output)) {
      throw new FileAlreadyExistsException(output.toString());
    }
    AlfworldProtocol protocol =
        instruction == null
            ? AlfworldProtocol.of(AlfworldVersion.V2_1_1)
            : AlfworldProtocol.withInstruction(instruction);
    List<Transcript> all = GameFiles.transcripts(expert);
    List<Demonstration> kept =
        all.stream()
            .filter(transcript -> transcript.commands().size() <= maxTurns)
            .map(transcript -> Demonstration.of(transcript, protocol))
            .toList();
    try (JsonlWriter writer = new JsonlWriter(output)) {
      for (Demonstration demonstration : kept) {
        writer.write(JsonlRows.messages(demonstration.messages(), 1));
      }
      writer.commit();
    }
    spec.commandLine()
        .getOut()
        .printf(
            "wrote %,d of %,d transcripts to %s; %,d have more than %d turns%n",
            kept.size(), all.size(), output, all.size() - kept.size(), maxTurns);
    return 0;
  }
}
