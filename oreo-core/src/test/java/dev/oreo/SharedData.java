package dev.oreo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The expected numbers that lie beside the project, where they do. */
public final class SharedData {
  private SharedData() {}

  /** Returns a path below the data folder; skips the calling test if it is absent. */
  public static Path path(String relative) {
    Path path = find(relative);
    assumeTrue(
        Files.exists(path), () -> "needs " + relative + " of the data folder (-Doreo.data=DIR)");
    return path;
  }

  /** Returns the folders below a path of the data folder; empty if it is absent. */
  public static List<Path> folders(String relative) {
    Path path = find(relative);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find(String relative) {
    String property = System.getProperty("oreo.data");
    Path root =
        property != null
            ? Path.of(property)
            : Stream.of("../../shared/data", "../shared/data")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of("shared-data-absent"));
    return root.resolve(relative);
  }

  /**
   * Returns the rows of a JSONL file of the data folder; skips the calling test if it is absent.
   */
  public static List<JsonObject> rows(String relative) {
    return rows(path(relative));
  }

  /** Returns the rows of a JSONL file. */
  public static List<JsonObject> rows(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.isBlank())
          .map(line -> new Gson().fromJson(line, JsonObject.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a JSON file. */
  public static JsonObject json(Path file) throws IOException {
    return new Gson().fromJson(Files.readString(file), JsonObject.class);
  }

  /** Returns a row's list of ids. */
  public static int[] ints(JsonObject row, String key) {
    return ints(row.get(key));
  }

  /** Returns a JSON list of ids. */
  public static int[] ints(JsonElement list) {
    return list.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  /** Returns a JSON list of numbers. */
  public static double[] doubles(JsonArray array) {
    return array.asList().stream().mapToDouble(e -> e.getAsDouble()).toArray();
  }
}
