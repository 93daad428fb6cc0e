package dev.oreo.djl.internal.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the JSON files of a checkpoint folder, and makes their text. */
final class JsonFiles {
  /** Nulls are written: for num_key_value_heads null and absent differ. */
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().setPrettyPrinting().create();

  private JsonFiles() {}

  /** Returns a file's JSON object; what is not one is a {@link CheckpointFormatException}. */
  static JsonObject read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new CheckpointFormatException("%s must be UTF-8 text".formatted(file), e);
    }
    JsonElement json;
    try {
      json = JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw new CheckpointFormatException(
          "%s must hold JSON, got: %s".formatted(file, e.getMessage()), e);
    }
    if (!json.isJsonObject()) {
      throw new CheckpointFormatException(
          "%s must hold a JSON object, got %s".formatted(file, excerpt(json)));
    }
    return json.getAsJsonObject();
  }

  /** Returns a file's JSON object, empty if there is no such file. */
  static Optional<JsonObject> readIfPresent(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Returns the object's value under a key, empty if it is absent or null. */
  static Optional<JsonElement> value(JsonObject object, String key) {
    return Optional.ofNullable(object.get(key)).filter(value -> !value.isJsonNull());
  }

  /** Returns a JSON number without a fraction that fits a long, empty for anything else. */
  static OptionalLong wholeNumber(JsonElement json) {
    if (!json.isJsonPrimitive() || !json.getAsJsonPrimitive().isNumber()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(json.getAsBigDecimal().longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns a JSON object as the text of a file. */
  static String pretty(JsonObject json) {
    return GSON.toJson(json) + "\n";
  }

  /** Returns JSON shortened to what an error message can hold. */
  static String excerpt(JsonElement json) {
    String text = json.toString();
    return text.length() <= 120 ? text : text.substring(0, 120) + "...";
  }
}
