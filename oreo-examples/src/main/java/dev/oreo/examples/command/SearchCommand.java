package dev.oreo.examples.command;

import com.google.common.collect.Lists;
import com.google.gson.JsonObject;
import dev.oreo.data.JsonlWriter;
import dev.oreo.data.PromptRow;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.ValueSession;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.search.SearchResult;
import dev.oreo.search.ValueGuidedBeamSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo search}: value-guided beam search over the steps of a response. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = {
      "Continues prompts by value-guided beam search: B beams draw B next steps each, the B best by"
          + " V go on, and the answer is the finished candidate with the highest V.",
      "Output rows have all keys of the prompt row, text, token_ids, value, finished, candidates."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class SearchCommand implements Callable<Integer> {

  /** Rows that are searched together. */
  private static final int CHUNK = 16;

  @Spec private CommandSpec spec;
  @Mixin private AdaptedModelMixin model;
  @Mixin private GenerationMixin generation;

  @Option(
      names = "--value",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the value function, whole or adapters on the model.")
  private Path value;

  @Option(
      names = "--beam",
      paramLabel = "B",
      defaultValue = "4",
      description = "Beams, and next steps drawn from each (default: ${DEFAULT-VALUE}).")
  private int beam;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Give up after this many steps (default: ${DEFAULT-VALUE}).")
  private int maxSteps;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "Of drawing steps, greater than 0 (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      defaultValue = "\\n",
      description =
          "Text that ends a step, may contain \\n and \\t. May be repeated (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> stepEnds;

  /** Made by the command line only. */
  public SearchCommand() {}

  @Override
  public Integer call() throws IOException {
    HuggingFaceCheckpoint checkpoint = model.open();
    List<PromptRow> rows = generation.rows(checkpoint);
    try (JsonlWriter output = new JsonlWriter(generation.output);
        ModelNetworks networks = model.networks(checkpoint, model.options(), value);
        GenerationSession steps = networks.policy().openGenerationSession();
        ValueSession values = networks.valueFunction(value).openValueSession()) {
      ValueGuidedBeamSearch search =
          new ValueGuidedBeamSearch(steps, values, checkpoint.tokenizer(), config());
      int done = 0;
      for (List<PromptRow> chunk : Lists.partition(rows, CHUNK)) {
        List<SearchResult> results = search.searchProblems(generation.requests(chunk, done));
        for (int i = 0; i < chunk.size(); i++) {
          output.write(outputRow(chunk.get(i), results.get(i)));
        }
        done += chunk.size();
        spec.commandLine().getOut().printf("searched %d of %d rows%n", done, rows.size());
      }
      output.commit();
    }
    spec.commandLine().getOut().printf("wrote %s%n", generation.output);
    return 0;
  }

  private BeamSearchConfig config() {
    return new BeamSearchConfig(
        beam,
        maxSteps,
        Integer.MAX_VALUE,
        generation.maxNewTokens,
        generation.config(temperature, stepEnds),
        generation.seed);
  }

  private static JsonObject outputRow(PromptRow row, SearchResult result) {
    JsonObject output = row.row().deepCopy();
    output.addProperty("text", result.text());
    output.add("token_ids", RowValues.array(result.tokenIds()));
    output.addProperty("value", result.value());
    output.addProperty("finished", result.finished());
    output.addProperty("candidates", result.candidates());
    return output;
  }
}
