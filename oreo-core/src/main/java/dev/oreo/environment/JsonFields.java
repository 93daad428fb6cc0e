package dev.oreo.environment;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.MalformedJsonException;
import dev.oreo.internal.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object on a line of a file. */
record JsonFields(String file, int line, JsonObject object) {
  private static final int SHOWN_CHARS = 60;

  static JsonFields parse(String file, int line, String text) {
    try {
      return new JsonFields(file, line, Json.parseObject(text));
    } catch (MalformedJsonException e) {
      throw new GameFormatException(
          file, line, "the text must be a JSON object, got " + e.getMessage());
    }
  }

  boolean has(String key) {
    return object.has(key);
  }

  String text(String key) {
    return text(key, object.get(key));
  }

  private String text(String name, JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw fail(name + " must be a string, got " + shown(value));
  }

  boolean flag(String key) {
    if (object.get(key) instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw fail(key + " must be true or false, got " + shown(object.get(key)));
  }

  JsonArray array(String key) {
    if (object.get(key) instanceof JsonArray array) {
      return array;
    }
    throw fail(key + " must be an array, got " + shown(object.get(key)));
  }

  List<String> texts(String key) {
    return texts(key, array(key));
  }

  /** The strings of an array that messages call by a name. */
  List<String> texts(String name, JsonArray array) {
    List<String> texts = new ArrayList<>(array.size());
    for (JsonElement element : array) {
      texts.add(text("member of " + name, element));
    }
    return List.copyOf(texts);
  }

  /** The fields of an object inside this one. */
  JsonFields of(JsonObject inner) {
    return new JsonFields(file, line, inner);
  }

  GameFormatException fail(String problem) {
    return new GameFormatException(file, line, problem);
  }

  static String shown(@Nullable JsonElement value) {
    String text = value == null ? "nothing" : Json.line(value);
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }
}
