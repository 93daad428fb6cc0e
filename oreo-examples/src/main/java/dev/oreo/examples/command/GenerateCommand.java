package dev.oreo.examples.command;

import com.google.common.collect.Lists;
import com.google.gson.JsonObject;
import dev.oreo.data.JsonlWriter;
import dev.oreo.data.PromptRow;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationSession;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo generate}: continues prompts with a policy. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Continues prompts with a policy.",
      "Output rows have all keys of the prompt row, token_ids (end of text included), text (without"
          + " special tokens) and finish_reason (eos, stop_string, length)."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class GenerateCommand implements Callable<Integer> {
  /** Rows between two lines of progress. */
  private static final int CHUNK = 256;

  @Spec private CommandSpec spec;
  @Mixin private AdaptedModelMixin model;
  @Mixin private GenerationMixin generation;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description = "0 always takes the best token (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "Stop after this text, which may contain \\n and \\t. May be repeated.")
  private List<String> stopStrings = List.of();

  /** Made by the command line only. */
  public GenerateCommand() {}

  @Override
  public Integer call() throws IOException {
    GenerationConfig config = generation.config(temperature, stopStrings);
    HuggingFaceCheckpoint checkpoint = model.open();
    List<PromptRow> rows = generation.rows(checkpoint);
    try (JsonlWriter output = new JsonlWriter(generation.output);
        ModelNetworks networks = model.networks(checkpoint, model.options());
        GenerationSession session = networks.policy().openGenerationSession()) {
      int done = 0;
      for (List<PromptRow> chunk : Lists.partition(rows, CHUNK)) {
        List<Generation> generations = session.generate(generation.requests(chunk, done), config);
        for (int i = 0; i < chunk.size(); i++) {
          output.write(outputRow(chunk.get(i), generations.get(i)));
        }
        done += chunk.size();
        spec.commandLine().getOut().printf("generated %d of %d rows%n", done, rows.size());
      }
      output.commit();
    }
    spec.commandLine().getOut().printf("wrote %s%n", generation.output);
    return 0;
  }

  private static JsonObject outputRow(PromptRow row, Generation generation) {
    JsonObject output = row.row().deepCopy();
    output.add("token_ids", RowValues.array(generation.tokenIds()));
    output.addProperty("text", generation.text());
    output.addProperty("finish_reason", generation.finishReason().name().toLowerCase(Locale.ROOT));
    return output;
  }
}
