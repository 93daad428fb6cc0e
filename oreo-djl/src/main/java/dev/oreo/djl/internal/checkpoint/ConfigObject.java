package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.UnsupportedModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Typed access to a JSON object of config.json; an absent key and null are the same unless said.
 *
 * <p>{@code prefix} stands before keys in messages, for objects within the object.
 */
record ConfigObject(JsonObject json, String source, String prefix) {

  static ConfigObject root(JsonObject json, String source) {
    return new ConfigObject(json, source, "");
  }

  boolean has(String key) {
    return json.has(key);
  }

  Optional<JsonElement> value(String key) {
    return JsonFiles.value(json, key);
  }

  Optional<ConfigObject> object(String key) {
    return value(key)
        .map(
            value -> {
              if (!value.isJsonObject()) {
                throw malformed(key, "a JSON object", value);
              }
              return new ConfigObject(value.getAsJsonObject(), source, prefix + key + ".");
            });
  }

  OptionalInt integer(String key) {
    Optional<JsonElement> value = value(key);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalLong number = JsonFiles.wholeNumber(value.get());
    if (number.isEmpty() || number.getAsLong() != (int) number.getAsLong()) {
      throw malformed(key, "a whole number", value.get());
    }
    return OptionalInt.of((int) number.getAsLong());
  }

  int size(String key) {
    OptionalInt value = integer(key);
    if (value.isEmpty()) {
      throw missing(key);
    }
    return positive(key, value.getAsInt());
  }

  int size(String key, int absent) {
    OptionalInt value = integer(key);
    return value.isPresent() ? positive(key, value.getAsInt()) : absent;
  }

  private int positive(String key, int value) {
    if (value <= 0) {
      throw new CheckpointFormatException(
          "%s: %s%s must be > 0, got %d".formatted(source, prefix, key, value));
    }
    return value;
  }

  double positiveNumber(String key, double absent) {
    Optional<JsonElement> value = value(key);
    return value.isPresent() ? positiveNumber(key, value.get()) : absent;
  }

  double positiveNumber(String key) {
    return positiveNumber(key, value(key).orElseThrow(() -> missing(key)));
  }

  private double positiveNumber(String key, JsonElement value) {
    boolean number = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    if (!number || !(value.getAsDouble() > 0) || Double.isInfinite(value.getAsDouble())) {
      throw malformed(key, "a finite number > 0", value);
    }
    return value.getAsDouble();
  }

  boolean flag(String key, boolean absent) {
    Optional<JsonElement> value = value(key);
    if (value.isEmpty()) {
      return absent;
    }
    if (!value.get().isJsonPrimitive() || !value.get().getAsJsonPrimitive().isBoolean()) {
      throw malformed(key, "true or false", value.get());
    }
    return value.get().getAsBoolean();
  }

  Optional<String> text(String key) {
    return value(key)
        .map(
            value -> {
              if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
                throw malformed(key, "a string", value);
              }
              return value.getAsString();
            });
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonElement element : elements(key)) {
      if (!element.isJsonPrimitive()) {
        throw malformed(key, "a list of strings", element);
      }
      texts.add(element.getAsString());
    }
    return List.copyOf(texts);
  }

  /** Returns one number or a list of them, empty if absent. */
  List<Integer> integers(String key) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonElement element : elements(key)) {
      OptionalLong number = JsonFiles.wholeNumber(element);
      if (number.isEmpty() || number.getAsLong() != (int) number.getAsLong()) {
        throw malformed(key, "a whole number or a list of them", element);
      }
      numbers.add((int) number.getAsLong());
    }
    return List.copyOf(numbers);
  }

  private List<JsonElement> elements(String key) {
    Optional<JsonElement> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    return value.get().isJsonArray() ? value.get().getAsJsonArray().asList() : List.of(value.get());
  }

  CheckpointFormatException missing(String key) {
    return new CheckpointFormatException("%s must have %s%s".formatted(source, prefix, key));
  }

  private CheckpointFormatException malformed(String key, String rule, JsonElement value) {
    return new CheckpointFormatException(
        "%s: %s%s must be %s, got %s"
            .formatted(source, prefix, key, rule, JsonFiles.excerpt(value)));
  }

  /** Returns the error for a value that is not implemented. */
  UnsupportedModelException unsupported(String key, JsonElement value, String supported) {
    return new UnsupportedModelException(
        "%s: %s%s must be %s, got %s (not implemented)"
            .formatted(source, prefix, key, supported, JsonFiles.excerpt(value)));
  }
}
