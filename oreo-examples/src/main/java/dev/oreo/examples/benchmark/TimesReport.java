package dev.oreo.examples.benchmark;

import dev.oreo.verify.Outcome;
import java.util.List;
import java.util.Locale;

/** Times of rules as Markdown. */
public final class TimesReport {
  private TimesReport() {}

  /**
   * Returns a table with a row for each rule, and the slowest judgements of each below.
   *
   * @param all one for each rule
   * @return Markdown
   */
  public static String markdown(List<RuleTimes> all) {
    StringBuilder text =
        new StringBuilder(
            """
            | rule | judgements | exceptions | correct | wrong | unparsed | timed out | mean ms | p50 | p99 | p99.9 | max |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """);
    all.forEach(times -> text.append(row(times)));
    all.forEach(times -> text.append(worst(times)));
    return text.toString();
  }

  private static String row(RuleTimes times) {
    List<Double> quantiles = times.quantiles(0.5, 0.99, 0.999);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d | %d | %.3f | %.3f | %.3f | %.3f | %.3f |%n",
        times.rule(),
        times.count(),
        times.exceptions(),
        times.count(Outcome.CORRECT),
        times.count(Outcome.WRONG),
        times.count(Outcome.UNPARSED),
        times.count(Outcome.TIMED_OUT),
        times.mean(),
        quantiles.get(0),
        quantiles.get(1),
        quantiles.get(2),
        times.max());
  }

  private static String worst(RuleTimes times) {
    StringBuilder text = new StringBuilder(String.format("%n%s, slowest:%n%n", times.rule()));
    for (RuleTimes.Case slow : times.worst()) {
      text.append(
          String.format(
              Locale.ROOT,
              "- %.3f ms, %s (%s): %s against %s%n",
              slow.milliseconds(),
              slow.result(),
              code(slow.construction()),
              code(slow.prediction()),
              code(slow.reference())));
    }
    return text.toString();
  }

  /** Text as Markdown shows it unchanged, in one line of printable characters. */
  private static String code(String text) {
    StringBuilder shown = new StringBuilder("`` ");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean printable = c >= ' ' && c < 127 && c != '`';
      shown.append(printable ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    return shown.append(" ``").toString();
  }
}
