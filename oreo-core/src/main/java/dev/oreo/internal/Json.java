package dev.oreo.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Pattern;

/**
 * JSON as RFC 8259 has it, both ways: no NaN, no comments, no trailing text, no repeated keys.
 *
 * <p>For oreo's own modules only.
 */
public final class Json {
  private static final Gson LINE =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .disableHtmlEscaping()
          .serializeNulls()
          .create();
  private static final Gson PRETTY = LINE.newBuilder().setPrettyPrinting().create();

  /** Halves of characters: JSON can say them, UTF-8 cannot. */
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private Json() {}

  /**
   * Reads one object.
   *
   * @param text the object, with nothing but white space around it
   * @return the object, numbers as written
   * @throws MalformedJsonException if the text is no JSON object; the message is one line
   */
  public static JsonObject parseObject(String text) throws MalformedJsonException {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonObject object = readObject(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("text after the object");
      }
      return object;
    } catch (MalformedJsonException e) {
      throw new MalformedJsonException(firstSentence(e));
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new MalformedJsonException(firstSentence(e));
    }
  }

  private static JsonObject readObject(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (object.has(key)) {
        throw new MalformedJsonException("key \"" + key + "\" appears twice");
      }
      object.add(key, JsonParser.parseReader(reader));
    }
    reader.endObject();
    return object;
  }

  /* Gson adds advice for programmers on a second line and the settings of its reader to the first. */
  private static String firstSentence(Exception e) {
    Throwable source = e.getCause() instanceof IOException cause ? cause : e;
    String message = String.valueOf(source.getMessage()).lines().findFirst().orElse("");
    return message.replace(
        "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON",
        "malformed JSON");
  }

  /**
   * Returns an element on one line.
   *
   * @param element what to write; its numbers are finite
   * @return the text, without a line end; every part of it can be written in UTF-8
   * @throws IllegalArgumentException if a number is NaN or infinite
   */
  public static String line(JsonElement element) {
    return LONE_SURROGATE
        .matcher(LINE.toJson(element))
        .replaceAll(half -> String.format("\\\\u%04x", (int) half.group().charAt(0)));
  }

  /**
   * Returns an element over several indented lines.
   *
   * @param element what to write; its numbers are finite
   * @return the text, without a final line end
   * @throws IllegalArgumentException if a number is NaN or infinite
   */
  public static String pretty(JsonElement element) {
    return PRETTY.toJson(element);
  }
}
