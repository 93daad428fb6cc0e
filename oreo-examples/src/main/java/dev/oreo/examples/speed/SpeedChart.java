package dev.oreo.examples.speed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Ratios to the peers as bars, speed above and memory below. */
final class SpeedChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 380;
  private static final int LABEL_ROTATION = 20;

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
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setXAxisLabelRotation(LABEL_ROTATION);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setYAxisMin(0.0);
    List<String> names = results.stream().map(r -> r.speedCase().name()).toList();
    series(results, ratio).forEach((peer, values) -> chart.addSeries(peer, names, values));
    return chart;
  }

  /** One entry per case for every peer, missing where it does not take part. */
  private static Map<String, List<Double>> series(
      List<SpeedResult> results, BiFunction<SpeedResult, String, SpeedResult.Spread> ratio) {
    Set<String> peers = new LinkedHashSet<>();
    results.forEach(result -> peers.addAll(result.peers()));
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String peer : peers) {
      List<Double> values = new ArrayList<>();
      for (SpeedResult result : results) {
        values.add(result.peers().contains(peer) ? ratio.apply(result, peer).middle() : Double.NaN);
      }
      series.put(peer, values);
    }
    return series;
  }
}
