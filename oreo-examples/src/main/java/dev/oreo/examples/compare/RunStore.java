package dev.oreo.examples.compare;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import dev.oreo.data.JsonlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The results of finished runs, one file each, so that a comparison goes on where it stopped. */
final class RunStore {
  private static final Gson GSON = new Gson();

  private final Path folder;

  RunStore(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Returns a finished run's result. */
  Optional<RunResult> find(String method, long seed, int round, double learningRate)
      throws IOException {
    Path file = file(method, seed, round, learningRate);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Keeps a result. */
  void put(RunResult result) throws IOException {
    Path file = file(result.method(), result.seed(), result.round(), result.learningRate());
    try (JsonlWriter out = new JsonlWriter(file)) {
      out.write(GSON.toJsonTree(result).getAsJsonObject());
      out.commit();
    }
  }

  /** Returns all results, in the order of the files' names. */
  List<RunResult> all() throws IOException {
    List<RunResult> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        results.add(read(file));
      }
    }
    return results;
  }

  private static RunResult read(Path file) throws IOException {
    try {
      return GSON.fromJson(Files.readString(file), RunResult.class);
    } catch (JsonSyntaxException e) {
      throw new IOException(file + ": result must be JSON, got " + e.getMessage(), e);
    }
  }

  private Path file(String method, long seed, int round, double learningRate) {
    return folder.resolve(
        String.format(
            Locale.ROOT, "seed-%d-%s-round-%d-rate-%s.json", seed, method, round, learningRate));
  }
}
