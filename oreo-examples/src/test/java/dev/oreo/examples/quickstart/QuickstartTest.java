package dev.oreo.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.oreo.examples.arithmetic.ArithmeticTask;
import dev.oreo.examples.arithmetic.Imitation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuickstartTest {
  /**
   * Two or three steps with operands up to 2, and few of everything: enough to learn the format,
   * the sums and a value function, not enough for OREO to change the strategy.
   */
  private static final QuickstartConfig TOY =
      new QuickstartConfig(
          new ArithmeticTask(2, 0.25, 0.8, 0.03, 3_000, 2, 2, 3, 150, 100),
          30,
          new Imitation(8, 1e-3),
          6,
          new Imitation(32, 5e-4),
          new QuickstartConfig.Oreo(150, 0.07, 0.03, 4e-4, 5e-4, 0.15, 16),
          new QuickstartConfig.Oreo(75, 0.05, 0.03, 4e-4, 5e-4, 0.15, 16),
          2,
          4);

  /** Accuracy of a random digit. */
  private static final double GUESSING = 0.1;

  @Test
  void run_toySize_learnsAndWritesEverything(@TempDir Path folder) throws IOException {
    StringWriter told = new StringWriter();

    List<SeedResult> results =
        new Quickstart(TOY, folder, new PrintWriter(told, true)).run(List.of(0L)).results();

    assertThat(results.get(0).accuracy(Method.IMITATION).fraction()).isGreaterThan(GUESSING + 0.3);
    List<Double> losses = valueLosses(folder);
    assertThat(mean(losses.subList(losses.size() - 10, losses.size())))
        .isLessThan(0.67 * mean(losses.subList(0, 3)));
    assertThat(folder)
        .isDirectoryContaining("glob:**/results.md")
        .isDirectoryContaining("glob:**/training.png")
        .isDirectoryContaining("glob:**/values.png")
        .isDirectoryContaining("glob:**/solutions.txt")
        .isDirectoryContaining("glob:**/samples.jsonl");
    assertThat(Files.readAllLines(folder.resolve("demonstrations.jsonl"))).hasSize(3_000);
    assertThat(told.toString()).contains("| OREO, greedy |");
  }

  private static List<Double> valueLosses(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("oreo-metrics.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject().get("value_loss").getAsDouble())
        .toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
