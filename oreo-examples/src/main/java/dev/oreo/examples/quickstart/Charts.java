package dev.oreo.examples.quickstart;

import com.google.common.primitives.Doubles;
import dev.oreo.train.UpdateReport;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of the quickstart, as PNG. */
final class Charts {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 340;
  private static final Color RIGHT = new Color(0x2a7f3f);
  private static final Color WRONG = new Color(0xb3352b);

  private static final double LABEL_DISTANCE = 0.08;
  private static final String NEWLINE = "\u23ce";

  /** Width of the moving average, as a fraction of the curve. */
  private static final double SMOOTHING = 0.02;

  private Charts() {}

  /**
   * Draws every stage, one panel each. The policy loss of OREO is left out: at token level it is
   * the value loss plus a little of the KL, and only its gradient differs.
   */
  static void writeTraining(Map<String, TrainingCurve> curves, Path file) throws IOException {
    List<XYChart> panels = new ArrayList<>();
    curves.forEach(
        (stage, curve) -> {
          XYChart panel = panel(stage, "update", "");
          if (curve.updates().stream().anyMatch(update -> update.valueLoss() != 0)) {
            addCurve(panel, "value loss", curve.updates(), UpdateReport::valueLoss);
            addCurve(panel, "KL to the imitation", curve.updates(), Charts::divergence);
          } else {
            addCurve(panel, "loss", curve.updates(), UpdateReport::policyLoss);
          }
          panels.add(panel);
        });
    write(panels, file);
  }

  private static double divergence(UpdateReport update) {
    return update.metrics().getOrDefault("kl", 0.0);
  }

  /** Draws V at every token of some solutions, one panel each; nothing if there are none. */
  static void writeValues(List<ValueTrace> traces, Path file) throws IOException {
    if (!traces.isEmpty()) {
      write(traces.stream().map(Charts::trace).toList(), file);
    }
  }

  private static XYChart trace(ValueTrace trace) {
    String title =
        "V along a %s solution of %s".formatted(trace.right() ? "right" : "wrong", trace.prompt());
    Color color = trace.right() ? RIGHT : WRONG;
    XYChart chart = panel(title, "each point: V before the token above it", "V");
    double[] positions = new double[trace.values().length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    XYSeries series = chart.addSeries("V", positions, trace.values());
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setMarker(SeriesMarkers.CIRCLE);
    chart
        .getStyler()
        .setYAxisMin(Math.min(-0.1, Doubles.min(trace.values())))
        .setYAxisMax(Math.max(1.1, Doubles.max(trace.values())))
        .setLegendVisible(false);
    chart.getStyler().setXAxisTicksVisible(false).setPlotGridVerticalLinesVisible(false);
    for (int i = 0; i < positions.length; i++) {
      String token = trace.tokens().get(i);
      double y = trace.values()[i] + LABEL_DISTANCE;
      String label = token.equals("\n") ? NEWLINE : token.strip();
      if (!label.isEmpty()) { // the end token has no text, and no text cannot be drawn
        chart.addAnnotation(new AnnotationText(label, i, y, false));
      }
    }
    return chart;
  }

  private static XYChart panel(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart
        .getStyler()
        .setChartBackgroundColor(Color.WHITE)
        .setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setYAxisDecimalPattern("0.###");
    return chart;
  }

  private static void addCurve(
      XYChart panel, String name, List<UpdateReport> updates, ToDoubleFunction<UpdateReport> y) {
    double[] raw = updates.stream().mapToDouble(y).toArray();
    double[] x = updates.stream().mapToDouble(UpdateReport::update).toArray();
    panel
        .addSeries(name, x, movingAverage(raw, Math.max(1, (int) (raw.length * SMOOTHING))))
        .setMarker(SeriesMarkers.NONE);
  }

  /** Averages each entry with the {@code width - 1} before it. */
  static double[] movingAverage(double[] values, int width) {
    double[] averages = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] - (i >= width ? values[i - width] : 0);
      averages[i] = sum / Math.min(i + 1, width);
    }
    return averages;
  }

  private static void write(List<XYChart> panels, Path file) throws IOException {
    BitmapEncoder.saveBitmap(panels, panels.size(), 1, file.toString(), BitmapFormat.PNG);
  }
}
