package dev.oreo.examples.speed;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Ratios to the peers as bars, speed above and memory below: a bar for each case and peer. */
final class SpeedChart {
  private static final int WIDTH = 1400;
  private static final int HEIGHT = 760;

  /** Upright: of slanted ones the last does not fit and is not drawn. */
  private static final int LABEL_ROTATION = 90;

  private SpeedChart() {}

  /** Draws the results that have a peer; nothing if none has. */
  static void write(List<SpeedResult> results, Path file) throws IOException {
    List<SpeedResult> compared = results.stream().filter(r -> !r.peers().isEmpty()).toList();
    if (compared.isEmpty()) {
      return;
    }
    List<CategoryChart> panels =
        List.of(
            panel("oreo's tokens per second over the peer's", compared, SpeedResult::speedRatio),
            panel("oreo's peak memory over the peer's", compared, SpeedResult::memoryRatio));
    BitmapEncoder.saveBitmap(panels, 2, 1, file.toString(), BitmapFormat.PNG);
  }

  private static CategoryChart panel(
      String title,
      List<SpeedResult> results,
      BiFunction<SpeedResult, String, SpeedResult.Spread> ratio) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisLabelRotation(LABEL_ROTATION);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setDecimalPattern("0.00");
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    List<String> names = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (SpeedResult result : results) {
      for (String peer : result.peers()) {
        names.add(result.speedCase().name() + ": " + peer);
        ratios.add(ratio.apply(result, peer).middle());
      }
    }
    chart.addSeries("ratio", names, ratios);
    return chart;
  }
}
