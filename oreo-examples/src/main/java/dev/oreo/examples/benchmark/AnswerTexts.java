package dev.oreo.examples.benchmark;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.oreo.data.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads answers from a JSONL file in UTF-8, blank lines skipped. */
public final class AnswerTexts {
  private AnswerTexts() {}

  /**
   * Reads a whole file.
   *
   * @param file the JSONL file
   * @param key whose value is a text, or a list of texts
   * @return all texts in order, empty ones left out
   * @throws DataFormatException if a row has no such value
   * @throws IOException if the file cannot be read
   */
  public static List<String> read(Path file, String key) throws IOException {
    List<String> texts = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank() && !add(lines.get(i), key, texts)) {
        throw new DataFormatException(
            file, i + 1, "row must be an object with a text or a list of texts in " + key);
      }
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }

  private static boolean add(String line, String key, List<String> texts) {
    JsonElement value = parsed(line) instanceof JsonObject row ? row.get(key) : JsonNull.INSTANCE;
    if (!(value instanceof JsonArray array)) {
      return addText(value, texts);
    }
    for (JsonElement element : array) {
      if (!addText(element, texts)) {
        return false;
      }
    }
    return true;
  }

  private static boolean addText(@Nullable JsonElement value, List<String> texts) {
    if (value instanceof JsonPrimitive text && text.isString()) {
      texts.add(text.getAsString());
      return true;
    }
    return false;
  }

  private static JsonElement parsed(String line) {
    try {
      return JsonParser.parseString(line);
    } catch (JsonParseException e) {
      return JsonNull.INSTANCE;
    }
  }
}
