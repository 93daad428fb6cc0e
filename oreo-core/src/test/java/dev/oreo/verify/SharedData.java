package dev.oreo.verify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.oreo.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real answers with the verdicts of other graders, which lie beside the project. */
final class SharedData {
  private SharedData() {}

  /** Returns the rows of a JSONL file of the data folder; skips the calling test without it. */
  static List<JsonObject> rows(String relative) throws IOException {
    String property = System.getProperty("oreo.data");
    Path root =
        property != null
            ? Path.of(property)
            : Stream.of("../../shared/data", "../shared/data")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of("shared-data-absent"));
    Path file = root.resolve(relative);
    assumeTrue(
        Files.exists(file), () -> "needs " + relative + " of the data folder (-Doreo.data=DIR)");
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isBlank()).map(SharedData::row).toList();
    }
  }

  private static JsonObject row(String line) {
    try {
      return Json.parseObject(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
