package dev.oreo.examples.command;

import dev.oreo.data.PromptReader;
import dev.oreo.data.PromptRow;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What to continue and how to draw, where to stop, where to write. */
@SuppressWarnings("NullAway.Init") // picocli fills required options
final class GenerationMixin {

  /** Keeps the rows of one seed apart from those of another. */
  private static final long SEED_STRIDE = 1_000_003;

  @Option(
      names = "--prompts",
      required = true,
      paramLabel = "FILE",
      description =
          "JSONL rows with \"prompt_token_ids\", \"prompt\", or \"messages\" (role and content,"
              + " written by the policy's chat template); may have \"max_new_tokens\".")
  private Path prompts;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSONL to write: the prompt rows with their results. Replaced if it exists.")
  Path output;

  @Option(
      names = "--max-new-tokens",
      paramLabel = "N",
      defaultValue = "256",
      description = "Longest continuation of rows that do not say (default: ${DEFAULT-VALUE}).")
  int maxNewTokens;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draw from the K best tokens only; 0 for all (default: ${DEFAULT-VALUE}).")
  int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Draw from the best tokens that reach this probability (default: ${DEFAULT-VALUE}).")
  double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of all draws (default: ${DEFAULT-VALUE}).")
  long seed;

  /** Reads what to continue. */
  List<PromptRow> rows(HuggingFaceCheckpoint checkpoint) throws IOException {
    return PromptReader.read(prompts, checkpoint.tokenizer(), checkpoint::chatTemplate);
  }

  /** Returns how to draw. */
  GenerationConfig config(double temperature, List<String> stopStrings) {
    return new GenerationConfig(
        temperature, topK, topP, stopStrings.stream().map(GenerationMixin::unescape).toList());
  }

  /** Returns the requests of rows, the first of which is number {@code firstRow} of all. */
  List<GenerationRequest> requests(List<PromptRow> rows, int firstRow) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      PromptRow row = rows.get(i);
      int limit = row.maxNewTokens().orElse(maxNewTokens);
      long rowSeed = seed * SEED_STRIDE + firstRow + i;
      requests.add(new GenerationRequest(row.tokenIds(), limit, rowSeed));
    }
    return requests;
  }

  private static String unescape(String text) {
    return text.translateEscapes();
  }
}
