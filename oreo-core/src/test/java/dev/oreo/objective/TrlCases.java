package dev.oreo.objective;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The fixtures that TRL's own loss code made; their README says what is what. */
final class TrlCases {
  private static final Gson GSON = new Gson();

  private TrlCases() {}

  /** The cases of a file, by name. */
  static Stream<Named<JsonObject>> of(String file) {
    try (InputStream in =
            Objects.requireNonNull(TrlCases.class.getResourceAsStream("trl/" + file));
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return objects(JsonParser.parseReader(reader).getAsJsonObject(), "cases").stream()
          .map(c -> Named.of(text(c, "name"), c));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonObject> objects(JsonObject object, String key) {
    return object.getAsJsonArray(key).asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  static double[] numbers(JsonElement array) {
    return GSON.fromJson(array, double[].class);
  }

  static double number(JsonObject object, String key) {
    return object.getAsJsonPrimitive(key).getAsDouble();
  }

  static String text(JsonObject object, String key) {
    return object.getAsJsonPrimitive(key).getAsString();
  }
}
