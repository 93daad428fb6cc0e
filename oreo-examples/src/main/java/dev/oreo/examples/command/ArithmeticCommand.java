package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.data.JsonlWriter;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.arithmetic.ArithmeticTask;
import dev.oreo.examples.arithmetic.Imitation;
import dev.oreo.examples.arithmetic.Problem;
import dev.oreo.examples.arithmetic.TaskData;
import dev.oreo.examples.arithmetic.TinyModel;
import dev.oreo.train.ProgressPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo arithmetic}: the quickstart's task as files. */
@Command(
    name = "arithmetic",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the quickstart's task as files for rollout, evaluate and iterate --task arithmetic.",
      "OUTPUT/train.jsonl and test.jsonl are problems in the form of GSM8K, demonstrations.jsonl the"
          + " imperfect demonstrations, and sft the small model that has imitated them (about a"
          + " minute)."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ArithmeticCommand implements Callable<Integer> {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the problems and of the model (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--train-problems",
      paramLabel = "N",
      description = "Problems to sample from (default: ${DEFAULT-VALUE}).")
  private int trainProblems = ArithmeticTask.DEFAULT.prompts();

  @Option(
      names = "--test-problems",
      paramLabel = "N",
      description = "Problems to evaluate on (default: ${DEFAULT-VALUE}).")
  private int testProblems = ArithmeticTask.DEFAULT.heldOut();

  @Option(
      names = "--demonstrations",
      paramLabel = "N",
      description = "Demonstrated problems (default: ${DEFAULT-VALUE}).")
  private int demonstrations = ArithmeticTask.DEFAULT.demonstrations();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make; must not exist.")
  private Path output;

  /** Made by the command line only. */
  public ArithmeticCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (OutputFolder folder = OutputFolder.create(output)) {
      Path files = folder.workspace();
      Path demonstrated = files.resolve("demonstrations.jsonl");
      TaskData data = TaskData.draw(task(), seed, demonstrated);
      write(data.prompts(), files.resolve("train.jsonl"));
      write(data.heldOut(), files.resolve("test.jsonl"));
      HuggingFaceCheckpoint untrained = TinyModel.create(files.resolve("untrained"), seed);
      Imitation.DEFAULT.train(
          untrained,
          TaskData.read(demonstrated, untrained.tokenizer()),
          seed,
          List.of(new ProgressPrinter(out, PROGRESS_EVERY)),
          files.resolve("sft"));
      folder.commit();
    }
    out.printf("wrote %s%n", output);
    return 0;
  }

  private ArithmeticTask task() {
    ArithmeticTask task = ArithmeticTask.DEFAULT;
    return new ArithmeticTask(
        task.maxOperand(),
        task.multiplications(),
        task.mergesAtTimes(),
        task.mergesAtPlus(),
        demonstrations,
        task.minDemonstratedSteps(),
        task.minSteps(),
        task.maxSteps(),
        trainProblems,
        testProblems);
  }

  private static void write(List<Problem> problems, Path file) throws IOException {
    try (JsonlWriter writer = new JsonlWriter(file)) {
      for (Problem problem : problems) {
        JsonObject row = new JsonObject();
        row.addProperty("question", problem.prompt());
        row.addProperty("answer", problem.solution());
        writer.write(row);
      }
      writer.commit();
    }
  }
}
