package dev.oreo.examples.report;

import dev.oreo.evaluate.ActionCredit;
import dev.oreo.evaluate.CreditAssignment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Value and implicit value along the tokens of a solution, as inline SVG. */
final class CreditChart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 170;
  private static final int LEFT = 48;
  private static final int RIGHT = 12;
  private static final int TOP = 24;
  private static final int BOTTOM = 26;
  private static final int TICKS = 4;

  /** Points are drawn as dots up to this many. */
  private static final int DOTS = 100;

  private final double low;
  private final double high;

  /** The axis holds the numbers of all solutions of a prompt, their returns and 0. */
  CreditChart(CreditPrompt prompt) {
    List<CreditAssignment> credits =
        Stream.concat(prompt.right().stream(), prompt.wrong().stream()).toList();
    double[] numbers =
        DoubleStream.concat(
                credits.stream()
                    .flatMap(credit -> credit.tokens().stream())
                    .flatMapToDouble(
                        token -> DoubleStream.of(token.value(), token.implicitValue())),
                credits.stream().mapToDouble(credit -> credit.trajectory().reward()))
            .toArray();
    this.low = Math.min(0, DoubleStream.of(numbers).min().orElse(0));
    this.high = Math.max(low + 1e-3, DoubleStream.of(numbers).max().orElse(1));
  }

  String svg(CreditAssignment credit) {
    StringBuilder svg = new StringBuilder();
    for (BigDecimal tick : ticks()) {
      double y = y(tick.doubleValue());
      svg.append(line("grid", LEFT, y, WIDTH - RIGHT, y));
      svg.append(text("end", LEFT - 6, y + 4, tick.toPlainString()));
    }
    List<ActionCredit> tokens = credit.tokens();
    for (ActionCredit step : credit.steps().subList(1, credit.steps().size())) {
      double x = x(indexOf(step, tokens), tokens.size());
      svg.append(line("grid", x, TOP, x, HEIGHT - BOTTOM));
    }
    double reward = credit.trajectory().reward();
    svg.append(line("return", LEFT, y(reward), WIDTH - RIGHT, y(reward)));
    svg.append(curve(tokens, CreditQuantity.IMPLICIT_VALUE));
    svg.append(curve(tokens, CreditQuantity.VALUE));
    svg.append(legend());
    return Html.element(
        "svg",
        "viewBox=\"0 0 %d %d\" role=\"img\"".formatted(WIDTH, HEIGHT),
        Html.element("title", "", "Value and implicit value along the tokens") + svg);
  }

  private static int indexOf(ActionCredit step, List<ActionCredit> tokens) {
    int index = 0;
    while (tokens.get(index).action().start() < step.action().start()) {
      index++;
    }
    return index;
  }

  /** Round numbers on the axis: multiples of 1, 2 or 5 times a power of ten. */
  private List<BigDecimal> ticks() {
    double atLeast = (high - low) / TICKS;
    int exponent = (int) Math.floor(Math.log10(atLeast));
    BigDecimal distance =
        Stream.of(1, 2, 5, 10)
            .map(factor -> BigDecimal.valueOf(factor).scaleByPowerOfTen(exponent))
            .filter(candidate -> candidate.doubleValue() >= atLeast)
            .findFirst()
            .orElseThrow();
    List<BigDecimal> ticks = new ArrayList<>();
    BigDecimal tick = distance.multiply(BigDecimal.valueOf((long) (low / distance.doubleValue())));
    for (; tick.doubleValue() <= high; tick = tick.add(distance)) {
      ticks.add(tick);
    }
    return ticks;
  }

  private String curve(List<ActionCredit> tokens, CreditQuantity quantity) {
    StringBuilder points = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      String x = number(x(i, tokens.size()));
      String y = number(y(quantity.of(tokens.get(i))));
      points.append(x).append(',').append(y).append(' ');
      if (tokens.size() <= DOTS) {
        dots.append("<circle cx=\"%s\" cy=\"%s\" r=\"2\"/>".formatted(x, y));
      }
    }
    String line = "<polyline points=\"%s\"/>".formatted(points.toString().strip());
    return Html.element("g", "class=\"" + quantity.key() + "\"", line + dots);
  }

  private static String legend() {
    int y = TOP - 12;
    return Html.element("g", "class=\"value\"", line("key", LEFT, y, LEFT + 24, y))
        + text("start", LEFT + 30, y + 4, "value V")
        + Html.element("g", "class=\"implicit_value\"", line("key", LEFT + 110, y, LEFT + 134, y))
        + text("start", LEFT + 140, y + 4, "implicit value")
        + line("return", LEFT + 250, y, LEFT + 274, y)
        + text("start", LEFT + 280, y + 4, "reward")
        + text("end", WIDTH - RIGHT, HEIGHT - 8, "tokens, a line before each step");
  }

  private double x(int index, int count) {
    double width = WIDTH - LEFT - RIGHT;
    return LEFT + (count == 1 ? width / 2 : width * index / (count - 1));
  }

  private double y(double number) {
    return TOP + (high - number) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private static String line(String cssClass, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
        .formatted(cssClass, number(x1), number(y1), number(x2), number(y2));
  }

  private static String text(String anchor, double x, double y, String text) {
    return Html.element(
        "text",
        "text-anchor=\"%s\" x=\"%s\" y=\"%s\"".formatted(anchor, number(x), number(y)),
        Html.escape(text));
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
