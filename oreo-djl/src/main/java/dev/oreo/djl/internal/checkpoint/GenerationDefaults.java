package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonObject;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a checkpoint's generation_config.json says about where generation ends. */
public final class GenerationDefaults {
  /** The file's name in a checkpoint folder. */
  public static final String FILE = "generation_config.json";

  private GenerationDefaults() {}

  /**
   * Returns the tokens that end generation: eos_token_id of generation_config.json, else that of
   * config.json, else the tokenizer's eos_token.
   *
   * @param directory the checkpoint
   * @param config its config.json
   * @param tokenizerEnd the tokenizer's end token, if there is one
   * @return one or several, without duplicates; empty if nothing names one, then only the length
   *     ends generation
   * @throws CheckpointFormatException if generation_config.json is malformed
   * @throws IOException if it cannot be read
   */
  public static List<Integer> endTokenIds(
      Path directory, ModelConfig config, OptionalInt tokenizerEnd) throws IOException {
    Path file = directory.resolve(FILE);
    Optional<JsonObject> json = JsonFiles.readIfPresent(file);
    if (json.isPresent()) {
      List<Integer> ids = ConfigObject.root(json.get(), file.toString()).integers("eos_token_id");
      if (!ids.isEmpty()) {
        return ids.stream().distinct().toList();
      }
    }
    if (!config.endTokenIds().isEmpty()) {
      return config.endTokenIds().stream().distinct().toList();
    }
    return tokenizerEnd.isPresent() ? List.of(tokenizerEnd.getAsInt()) : List.of();
  }
}
