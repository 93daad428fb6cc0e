package dev.oreo.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.oreo.examples.arithmetic.ArithmeticTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole comparison at toy size, and what a second run of it does. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class ComparisonTest {
  private static final ArithmeticTask TOY =
      new ArithmeticTask(2, 0.25, 0.8, 0.03, 2_000, 2, 2, 3, 40, 60);
  private static final List<Method> METHODS =
      List.of(Method.SFT, Method.REJECTION, Method.DPO, Method.KTO, Method.OREO_STEP);

  @TempDir private Path folder;
  private final StringWriter told = new StringWriter();

  private String run(int rounds) throws IOException {
    return new Comparison("toy", TOY, 4, METHODS, folder, new PrintWriter(told, true))
        .run(List.of(3L), rounds > 1 ? List.of(Method.REJECTION) : List.of(), rounds);
  }

  @Test
  void run_toy_tabulatesEveryMethodAndGoesOnWhereItStopped() throws IOException {
    String table = run(1);

    assertThat(table.lines().skip(2).map(line -> line.substring(2, line.indexOf(" |"))))
        .containsExactly("sft", "rejection", "dpo", "kto", "oreo-step");
    assertThat(folder.resolve("results.png")).isNotEmptyFile();
    for (String method : List.of("rejection", "dpo", "kto", "oreo-step")) {
      assertBestInside(method, Files.readAllLines(folder.resolve("results.csv")));
    }
    assertThat(told.toString()).contains("seed 3  kto  round 1  rate 1.0E-4  validation ");

    Path pool = folder.resolve("seed-3/pool.jsonl");
    FileTime drawn = Files.getLastModifiedTime(pool);
    Path missing = folder.resolve("runs/seed-3-dpo-round-1-rate-1.0E-4.json");
    String before = Files.readString(missing);
    Files.delete(missing);
    deleteFolder(folder.resolve("seed-3/dpo-round-1-rate-1.0E-4"));
    told.getBuffer().setLength(0);

    assertThat(run(2)).startsWith(table);

    assertThat(Files.getLastModifiedTime(pool)).isEqualTo(drawn);
    assertThat(accuracies(Files.readString(missing))).isEqualTo(accuracies(before));
    assertThat(told.toString())
        .contains("seed 3  dpo  round 1", "seed 3  rejection  round 2")
        .doesNotContain("kto", "imitation of");
    assertThat(Files.readString(folder.resolve("results.md")))
        .contains("| method | round 1 | round 2 |", "| rejection | ");
  }

  /** The grid was extended to the side on which the best of the first rates was its edge. */
  private static void assertBestInside(String method, List<String> csv) {
    List<List<String>> runs =
        csv.stream()
            .map(line -> Splitter.on(',').splitToList(line))
            .filter(run -> run.get(0).equals(method))
            .toList();
    List<Double> tried = runs.stream().map(run -> Double.valueOf(run.get(3))).sorted().toList();
    double best =
        runs.stream()
            .filter(run -> run.get(8).equals("true"))
            .mapToDouble(run -> Double.parseDouble(run.get(3)))
            .findFirst()
            .orElseThrow();
    assertThat(tried).contains(3e-5, 1e-4, 3e-4).hasSize(best == 1e-4 ? 3 : 4);
    assertThat(tried.contains(1e-5) || tried.contains(1e-3)).isEqualTo(best != 1e-4);
  }

  private static String accuracies(String result) {
    return result.replaceAll("\"seconds\":[^,]*,", "");
  }

  private static void deleteFolder(Path target) throws IOException {
    try (var files = Files.list(target)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(target);
  }
}
