package dev.oreo.examples.mathematics;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Optional;

/** Values as the rows of files have them. */
public final class RowValues {
  private RowValues() {}

  /**
   * Returns token ids as JSON.
   *
   * @param tokenIds the ids
   * @return an array of its own
   */
  public static JsonArray array(int[] tokenIds) {
    JsonArray array = new JsonArray(tokenIds.length);
    for (int id : tokenIds) {
      array.add(id);
    }
    return array;
  }

  /**
   * Returns token ids from JSON.
   *
   * @param array of integers
   * @return the ids
   */
  public static int[] ints(JsonArray array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsInt();
    }
    return values;
  }

  /**
   * Returns text that may be absent.
   *
   * @param text the text
   * @return a string, or null as JSON has it
   */
  public static JsonElement orNull(Optional<String> text) {
    return text.isPresent() ? new JsonPrimitive(text.get()) : JsonNull.INSTANCE;
  }

  /**
   * Returns a constant as files have it.
   *
   * @param constant such as {@link dev.oreo.verify.Outcome#TIMED_OUT}
   * @return such as {@code timed_out}
   */
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
