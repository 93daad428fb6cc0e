package dev.oreo.examples.report;

import com.google.common.math.DoubleMath;
import dev.oreo.evaluate.ProblemMean;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * The curve of pass@k over k, both with their numbers, in SVG; k on a logarithmic axis.
 *
 * @param means by k
 */
record PassCurve(SortedMap<Integer, ProblemMean> means) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 300;
  private static final int LEFT = 52;
  private static final int RIGHT = 40;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;

  String svg() {
    StringBuilder svg = new StringBuilder(grid());
    StringBuilder path = new StringBuilder();
    for (Map.Entry<Integer, ProblemMean> point : means.entrySet()) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.isEmpty() ? "M" : "L",
              x(point.getKey()),
              y(point.getValue().mean())));
    }
    svg.append("<path class=\"curve\" d=\"%s\"/>".formatted(path));
    means.forEach((k, mean) -> svg.append(point(k, mean)));
    svg.append(Svg.text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 6, "middle", "k responses"));
    return Svg.picture("curve-chart", "pass@k over k", WIDTH, HEIGHT, svg);
  }

  private String grid() {
    StringBuilder grid = new StringBuilder();
    for (int quarter = 0; quarter <= 4; quarter++) {
      double y = y(quarter / 4.0);
      grid.append(Svg.line("track", LEFT, y, WIDTH - RIGHT, y));
      grid.append(Svg.text(LEFT - 8, y + 4, "end", quarter * 25 + "%"));
    }
    return grid.toString();
  }

  private String point(int k, ProblemMean mean) {
    double x = x(k);
    double low = y(mean.interval().lower());
    double high = y(mean.interval().upper());
    return Svg.line("whisker", x, low, x, high)
        + Svg.line("whisker", x - Svg.CAP, low, x + Svg.CAP, low)
        + Svg.line("whisker", x - Svg.CAP, high, x + Svg.CAP, high)
        + String.format(
            Locale.ROOT,
            "<circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>",
            x,
            y(mean.mean()))
        + Svg.text(x + 8, y(mean.mean()) + 14, "start", Percent.share(mean.mean()))
        + Svg.text(x, HEIGHT - BOTTOM + 18, "middle", Integer.toString(k));
  }

  private double x(int k) {
    double widest = Math.max(1, DoubleMath.log2(means.lastKey()));
    return LEFT + 24 + (WIDTH - LEFT - RIGHT - 56) * DoubleMath.log2(k) / widest;
  }

  private static double y(double share) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
  }
}
