package dev.oreo.examples.command;

import com.google.gson.JsonArray;

/** Parts of output rows. */
final class JsonRows {
  private JsonRows() {}

  /** Returns token ids as JSON. */
  static JsonArray array(int[] tokenIds) {
    JsonArray array = new JsonArray(tokenIds.length);
    for (int id : tokenIds) {
      array.add(id);
    }
    return array;
  }
}
