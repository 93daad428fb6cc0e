package dev.oreo.examples.report;

import java.util.Locale;

/** Elements of SVG, coordinates in pixels. */
final class Svg {
  /** Half the length of the line across a whisker's end. */
  static final int CAP = 4;

  private Svg() {}

  static String line(String cssClass, double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        cssClass,
        x1,
        y1,
        x2,
        y2);
  }

  static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x,
        y,
        anchor,
        Html.escape(text));
  }

  /** Returns a picture that says to those who cannot see it what it shows. */
  static String picture(String cssClass, String says, int width, int height, CharSequence content) {
    return "<svg class=\"%s\" role=\"img\" aria-label=\"%s\" width=\"%d\" height=\"%d\">%s</svg>"
        .formatted(cssClass, Html.escape(says), width, height, content);
  }
}
