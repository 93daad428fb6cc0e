package dev.oreo.examples.speed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * Costs of one update at several sizes.
 *
 * @param title what grows
 * @param points by size
 */
record SizeSeries(String title, List<Point> points) {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 300;

  /**
   * The cost at one size.
   *
   * @param size of what grows
   * @param measured one update
   */
  record Point(int size, Measurement measured) {
    double millisecondsPerToken() {
      return 1e3 / measured.tokensPerSecond();
    }

    double gigabytes() {
      return measured.peakBytes() / 1e9;
    }
  }

  /** Returns all series as a Markdown table. */
  static String table(List<SizeSeries> all) {
    StringBuilder table =
        new StringBuilder("| what grows | size | tokens | ms a token | peak memory |\n");
    table.append("|---|---|---|---|---|\n");
    for (SizeSeries series : all) {
      for (Point point : series.points()) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %.2f | %.2f GB |%n",
                series.title(),
                point.size(),
                point.measured().tokens(),
                point.millisecondsPerToken(),
                point.gigabytes()));
      }
    }
    return table.toString();
  }

  /** Draws time and memory of every series, a row of panels each. */
  static void chart(List<SizeSeries> all, Path file) throws IOException {
    List<XYChart> panels = new ArrayList<>();
    for (SizeSeries series : all) {
      panels.add(panel(series, "ms a token", Point::millisecondsPerToken));
      panels.add(panel(series, "peak memory, GB", Point::gigabytes));
    }
    BitmapEncoder.saveBitmap(panels, all.size(), 2, file.toString(), BitmapFormat.PNG);
  }

  private static XYChart panel(SizeSeries series, String what, ToDoubleFunction<Point> cost) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(series.title())
            .xAxisTitle("")
            .yAxisTitle(what)
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(0.0);
    chart.addSeries(
        what,
        series.points().stream().map(Point::size).toList(),
        series.points().stream().map(cost::applyAsDouble).toList());
    return chart;
  }
}
