package dev.oreo.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.train.UpdateReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChartsTest {
  private static final double EXACT = 1e-12;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @Test
  void movingAverage_width2_averagesWithThePredecessor() {
    assertThat(Charts.movingAverage(new double[] {1, 3, 5, 4}, 2))
        .containsExactly(new double[] {1, 2, 4, 4.5}, within(EXACT));
  }

  @Test
  void writeTraining_twoStages_givesAPanelEach() throws IOException {
    TrainingCurve curve = new TrainingCurve();
    for (int i = 1; i <= 100; i++) {
      curve.updated(
          new UpdateReport(i, 100, 1, 2.0 / i, 1.0 / i, 1e-3, 1e-3, 1, 1, 100, 0.1, Map.of()));
    }

    Path file = folder.resolve("training.png");
    Charts.writeTraining(Map.of("imitation", curve, "oreo", curve), file);

    assertThat(ImageIO.read(file.toFile()).getHeight()).isGreaterThan(600);
  }

  @Test
  void writeValues_twoTraces_givesAPicture() throws IOException {
    ValueTrace right =
        new ValueTrace(
            true, "7a+5?", List.of("7", "\n", "#### ", "2", ""), new double[] {.5, .6, .9, 1, 1});
    ValueTrace wrong = new ValueTrace(false, "7a+5?", List.of("7", "a"), new double[] {.5, .1});

    Path file = folder.resolve("values.png");
    Charts.writeValues(List.of(right, wrong), file);

    assertThat(ImageIO.read(file.toFile())).isNotNull();
  }
}
