package dev.oreo.examples.command;

import dev.oreo.data.MathProblem;
import dev.oreo.examples.mathematics.Demonstrations;
import dev.oreo.examples.mathematics.PromptStyle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo demonstrations}: reference solutions as rows of supervised fine-tuning. */
@Command(
    name = "demonstrations",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a dataset's reference solutions as rows for train --objective sft, asked as rollout"
          + " and evaluate ask: messages with --prompt-style chat (train them with --format"
          + " messages), else prompt and response.",
      "GSM8K's annotations for a calculator are left out of the solutions."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class DemonstrationsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TaskOptions task;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSONL to write. Replaced if it exists.")
  private Path output;

  /** Made by the command line only. */
  public DemonstrationsCommand() {}

  @Override
  public Integer call() throws IOException {
    List<MathProblem> problems = task.problems();
    PromptStyle style = task.promptStyle();
    new Demonstrations(style, task.instruction()).write(problems, output);
    spec.commandLine().getOut().printf("wrote %,d rows to %s%n", problems.size(), output);
    return 0;
  }
}
