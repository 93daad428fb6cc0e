package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The special tokens that tokenizer_config.json names, or else special_tokens_map.json. */
final class SpecialTokens {
  static final String CONFIG_FILE = "tokenizer_config.json";

  private static final String MAP_FILE = "special_tokens_map.json";
  private static final List<String> SINGLE =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");
  private static final String SEVERAL = "additional_special_tokens";

  private SpecialTokens() {}

  /** Returns one token's text. */
  static Optional<String> find(Path directory, String key) throws IOException {
    Optional<String> token = find(directory, CONFIG_FILE, key);
    return token.isPresent() ? token : find(directory, MAP_FILE, key);
  }

  private static Optional<String> find(Path directory, String name, String key) throws IOException {
    Path file = directory.resolve(name);
    Optional<JsonObject> json = JsonFiles.readIfPresent(file);
    Optional<JsonElement> token = json.flatMap(object -> JsonFiles.value(object, key));
    return token.isPresent() ? Optional.of(text(file, key, token.get())) : Optional.empty();
  }

  /** Returns a token, which is a string or an object with the string as its content. */
  private static String text(Path file, String key, JsonElement token) {
    JsonElement text = token.isJsonObject() ? token.getAsJsonObject().get("content") : token;
    if (text == null || !text.isJsonPrimitive()) {
      throw new CheckpointFormatException(
          "%s: %s must be a string or hold one as content, got %s".formatted(file, key, token));
    }
    return text.getAsString();
  }

  /** Returns all of them by name; what is empty or null is left out, as transformers does. */
  static Map<String, Object> all(Path directory) throws IOException {
    Map<String, Object> tokens = new HashMap<>();
    for (String key : SINGLE) {
      find(directory, key).filter(text -> !text.isEmpty()).ifPresent(t -> tokens.put(key, t));
    }
    Path file = directory.resolve(CONFIG_FILE);
    Optional<JsonElement> several =
        JsonFiles.readIfPresent(file).flatMap(json -> JsonFiles.value(json, SEVERAL));
    if (several.isPresent() && several.get() instanceof JsonArray array) {
      List<String> texts = new ArrayList<>();
      for (JsonElement token : array) {
        texts.add(text(file, SEVERAL, token));
      }
      tokens.put(SEVERAL, List.copyOf(texts));
    }
    return tokens;
  }
}
