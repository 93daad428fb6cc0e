package dev.oreo.examples.report;

import dev.oreo.evaluate.ProblemMean;
import java.util.Locale;
import java.util.Optional;

/**
 * A share as a bar from 0 to 100% with its interval as a whisker, in SVG.
 *
 * @param width of the bar at 100%, in pixels
 */
record IntervalBar(int width) {
  private static final int HEIGHT = 20;
  private static final int MARGIN = 6;
  private static final int DIAMOND = 5;

  /**
   * Draws a bar.
   *
   * @param mean the share
   * @param before another share, drawn as a diamond
   */
  String svg(ProblemMean mean, Optional<Double> before) {
    double y = HEIGHT / 2.0;
    double low = x(mean.interval().lower());
    double high = x(mean.interval().upper());
    StringBuilder svg = new StringBuilder();
    svg.append(Svg.line("track", x(0), HEIGHT - 2, x(1), HEIGHT - 2));
    for (int quarter = 0; quarter <= 4; quarter++) {
      svg.append(Svg.line("track", x(quarter / 4.0), 2, x(quarter / 4.0), HEIGHT - 2));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"bar\" x=\"%d\" y=\"4\" width=\"%.1f\" height=\"%d\"/>",
            MARGIN,
            x(mean.mean()) - x(0),
            HEIGHT - 8));
    svg.append(Svg.line("whisker", low, y, high, y));
    svg.append(Svg.line("whisker", low, y - Svg.CAP, low, y + Svg.CAP));
    svg.append(Svg.line("whisker", high, y - Svg.CAP, high, y + Svg.CAP));
    before.ifPresent(share -> svg.append(diamond(x(share), y)));
    return Svg.picture("interval", Percent.withInterval(mean), width + 2 * MARGIN, HEIGHT, svg);
  }

  private double x(double share) {
    return MARGIN + width * share;
  }

  private static String diamond(double x, double y) {
    return String.format(
        Locale.ROOT,
        "<path class=\"before\" d=\"M%.1f %.1fl%d %dl%d %dl%d %dz\"/>",
        x,
        y - DIAMOND,
        DIAMOND,
        DIAMOND,
        -DIAMOND,
        DIAMOND,
        -DIAMOND,
        -DIAMOND);
  }
}
