package dev.oreo.examples.compare;

import dev.oreo.evaluate.SeedMean;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The methods' mean test accuracies with their intervals, as a PNG. */
final class ComparisonChart {
  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 480;
  private static final double PERCENT = 100;

  private ComparisonChart() {}

  static void write(ComparisonTable table, String title, Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle("test accuracy, %")
            .build();
    chart.getStyler().setXAxisLabelRotation(30).setYAxisMin(0.0).setYAxisMax(PERCENT);
    chart.getStyler().setChartBackgroundColor(Color.WHITE).setLegendVisible(false);
    List<String> methods = table.methods();
    List<Double> means =
        methods.stream().map(method -> PERCENT * table.accuracy(method).mean()).toList();
    List<Double> halves =
        methods.stream().map(method -> PERCENT * half(table.accuracy(method))).toList();
    chart.addSeries("test accuracy", methods, means, halves);
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  private static double half(SeedMean mean) {
    return mean.interval().map(i -> (i.upper() - i.lower()) / 2).orElse(0.0);
  }
}
