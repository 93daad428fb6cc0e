package dev.oreo.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.MalformedJsonException;
import dev.oreo.internal.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The typed fields of one row's JSON object. */
final class RowFields {
  private static final int SHOWN_CHARS = 60;
  /* What Python's json module writes for numbers that JSON does not have. */
  private static final Pattern NON_FINITE_REWARD =
      Pattern.compile(
          "\"((?:chosen_|rejected_)?reward)\"\\s*:\\s*([-+]?(?:NaN|Infinity|nan|inf))\\b");

  private final JsonObject object;
  private final String where;

  /** The fields of an object that messages call {@code where}, a row itself being empty. */
  private RowFields(JsonObject object, String where) {
    this.object = object;
    this.where = where;
  }

  static RowFields parse(String line) throws RowProblem {
    try {
      return new RowFields(Json.parseObject(line), "");
    } catch (MalformedJsonException e) {
      Matcher nonFinite = NON_FINITE_REWARD.matcher(line);
      if (nonFinite.find()) {
        throw badReward(nonFinite.group(1), nonFinite.group(2));
      }
      throw malformed("row must be a JSON object, got " + e.getMessage());
    }
  }

  static RowProblem malformed(String message) {
    return new RowProblem(DropReason.MALFORMED, message);
  }

  private static RowProblem badReward(String key, String value) {
    return new RowProblem(DropReason.BAD_REWARD, key + " must be a finite number, got " + value);
  }

  JsonObject object() {
    return object;
  }

  boolean has(String key) {
    return object.has(key);
  }

  boolean isText(String key) {
    return object.get(key) instanceof JsonPrimitive primitive && primitive.isString();
  }

  String text(String key) throws RowProblem {
    JsonElement value = object.get(key);
    if (isText(key)) {
      return value.getAsString();
    }
    throw malformed(where + key + " must be a string, got " + shown(value));
  }

  /** The fields of an array's objects. */
  List<RowFields> objects(String key) throws RowProblem {
    List<RowFields> objects = new ArrayList<>();
    for (JsonElement value : array(key)) {
      String name = key + "[" + objects.size() + "]";
      if (!(value instanceof JsonObject member)) {
        throw malformed(name + " must be an object, got " + shown(value));
      }
      objects.add(new RowFields(member, name + "."));
    }
    return objects;
  }

  int[] tokenIds(String key) throws RowProblem {
    JsonArray values = array(key);
    int[] ids = new int[values.size()];
    for (int i = 0; i < ids.length; i++) {
      OptionalInt id = integer(values.get(i));
      if (id.isEmpty() || id.getAsInt() < 0) {
        throw malformed(
            key + " must hold integers >= 0, got " + shown(values.get(i)) + " at index " + i);
      }
      ids[i] = id.getAsInt();
    }
    return ids;
  }

  /** Pairs of integers; their order is the caller's to check. */
  List<int[]> spans(String key) throws RowProblem {
    List<int[]> spans = new ArrayList<>();
    for (JsonElement value : array(key)) {
      OptionalInt start = OptionalInt.empty();
      OptionalInt end = OptionalInt.empty();
      if (value instanceof JsonArray pair && pair.size() == 2) {
        start = integer(pair.get(0));
        end = integer(pair.get(1));
      }
      if (start.isEmpty() || end.isEmpty()) {
        throw malformed(key + " must hold pairs [start, end] of integers, got " + shown(value));
      }
      spans.add(new int[] {start.getAsInt(), end.getAsInt()});
    }
    return spans;
  }

  /** A reward, or the fallback, where there is one, if the key is absent or null. */
  double reward(String key, OptionalDouble fallback) throws RowProblem {
    JsonElement value = object.get(key);
    if (fallback.isPresent() && absent(value)) {
      return fallback.getAsDouble();
    }
    if (value == null) {
      throw missing(key);
    }
    if (!(value instanceof JsonPrimitive primitive && primitive.isNumber())
        || !Double.isFinite(primitive.getAsDouble())) {
      throw badReward(key, shown(value));
    }
    return primitive.getAsDouble();
  }

  /** The reward of a label: 1 if it is true, 0 if it is false, else as {@link #reward}. */
  double labelReward(String key, OptionalDouble fallback) throws RowProblem {
    JsonElement value = object.get(key);
    if (fallback.isPresent() && absent(value)) {
      return fallback.getAsDouble();
    }
    if (value == null) {
      throw missing(key);
    }
    if (!(value instanceof JsonPrimitive primitive && primitive.isBoolean())) {
      throw new RowProblem(
          DropReason.BAD_REWARD, key + " must be true or false, got " + shown(value));
    }
    return primitive.getAsBoolean() ? 1 : 0;
  }

  private static boolean absent(@Nullable JsonElement value) {
    return value == null || value.isJsonNull();
  }

  private RowProblem missing(String key) {
    return new RowProblem(
        DropReason.BAD_REWARD, "row must have a " + key + ", got the keys " + object.keySet());
  }

  OptionalInt positiveInt(String key) throws RowProblem {
    if (!object.has(key)) {
      return OptionalInt.empty();
    }
    OptionalInt value = integer(object.get(key));
    if (value.isEmpty() || value.getAsInt() < 1) {
      throw malformed(key + " must be an integer >= 1, got " + shown(object.get(key)));
    }
    return value;
  }

  private JsonArray array(String key) throws RowProblem {
    JsonElement value = object.get(key);
    if (value instanceof JsonArray array) {
      return array;
    }
    throw malformed(key + " must be an array, got " + shown(value));
  }

  private static OptionalInt integer(JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        return OptionalInt.of(new BigDecimal(primitive.getAsString()).intValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private static String shown(JsonElement value) {
    String text = Json.line(value);
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }
}
