package dev.oreo.examples.speed;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.oreo.djl.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Measures oreo beside its peers: the same work, in turn, on the same machine. */
public final class SpeedSuite {
  private SpeedSuite() {}

  /**
   * What to compare.
   *
   * @param python interpreter that has torch and transformers; empty for oreo alone
   * @param scripts folder of the peers' scripts
   * @param rollouts model and problems of the case "rollouts"; empty to leave it out
   * @param only names of the cases to run; empty for all
   * @param rounds how often each contestant runs, at least 1
   */
  public record Config(
      Optional<Path> python,
      Path scripts,
      Optional<Rollouts> rollouts,
      Set<String> only,
      int rounds) {}

  /**
   * What to draw answers with.
   *
   * @param model checkpoint with a chat template
   * @param dataset problems of GSM8K, as published
   */
  public record Rollouts(Path model, Path dataset) {}

  /**
   * Runs the cases and writes {@code speed.md} and, where there are peers, {@code speed.png}.
   *
   * @param config what to compare
   * @param folder an existing one; models, workloads and logs stay there
   * @param out where progress and the table are told
   * @throws IOException if a process fails or a file cannot be written
   */
  public static void compare(Config config, Path folder, PrintWriter out) throws IOException {
    Path models = Files.createDirectories(folder.resolve("models"));
    SpeedComparison comparison = new SpeedComparison(folder, config.rounds(), out);
    List<SpeedResult> results = new ArrayList<>();
    for (SpeedCases.Maker maker : chosen(config, models)) {
      results.add(comparison.run(maker.make()));
      Files.writeString(folder.resolve("speed.md"), SpeedTable.of(results));
    }
    SpeedChart.write(results, folder.resolve("speed.png"));
    out.print(SpeedTable.of(results));
  }

  private static List<SpeedCases.Maker> chosen(Config config, Path models) {
    Map<String, SpeedCases.Maker> all =
        new SpeedCases(models, config.python(), config.scripts(), config.rollouts()).all();
    for (String name : config.only()) {
      if (!all.containsKey(name)) {
        throw new IllegalArgumentException(
            "--only must name cases of %s, got %s".formatted(all.keySet(), name));
      }
    }
    return all.entrySet().stream()
        .filter(one -> config.only().isEmpty() || config.only().contains(one.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * Does one workload in this process.
   *
   * @param file the workload
   * @param precision of the layers
   * @return what was measured
   * @throws IOException if the file or the model cannot be read
   */
  public static Measurement work(Path file, Precision precision) throws IOException {
    JsonObject work = new Gson().fromJson(Files.readString(file), JsonObject.class);
    String kind = work.get("kind").getAsString();
    return switch (kind) {
      case "update" -> UpdateWork.run(work, precision);
      case "generate" -> GenerateWork.run(work, precision);
      case "search" -> SearchWork.run(work, precision);
      default ->
          throw new IllegalArgumentException(
              "kind must be update, generate or search, got " + kind);
    };
  }
}
