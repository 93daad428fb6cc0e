package dev.oreo.examples.report;

import com.google.common.io.Resources;
import com.google.gson.JsonElement;
import dev.oreo.evaluate.ProblemMean;
import dev.oreo.examples.evaluation.Evaluation;
import dev.oreo.examples.evaluation.Measure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A page on an evaluation: modes with intervals, pass@k, subjects and levels, verdicts and lengths,
 * and the failures to read through. Immutable.
 *
 * @param evaluation what it came to
 * @param failures how many to show of each mode, at least 0
 */
public record EvaluationPage(Evaluation evaluation, int failures) {
  private static final String PASS = "pass@";

  /**
   * Returns the page.
   *
   * @return HTML
   * @throws IOException if the style sheet cannot be read from the class path
   */
  public String html() throws IOException {
    EvaluationTables tables = new EvaluationTables(evaluation);
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <h1>%1$s</h1>
        %3$s
        <main>
        <h2>Modes</h2>
        %4$s
        %5$s
        %6$s
        <h2>Verdicts and lengths</h2>
        %7$s
        %8$s
        </main>
        </body>
        </html>
        """
        .formatted(
            Html.escape(title()),
            styleSheet(),
            settings(),
            tables.modes(),
            passCurve(),
            tables.groups("Subjects", evaluation.bySubject())
                + tables.groups("Levels", evaluation.byLevel()),
            tables.verdicts(),
            new EvaluationFailures(evaluation, failures).html());
  }

  private String title() {
    int problems = evaluation.problems().size();
    return "Evaluation on %,d problem%s (%s)"
        .formatted(
            problems, problems == 1 ? "" : "s", evaluation.settings().get("task").getAsString());
  }

  private static String styleSheet() throws IOException {
    return Resources.toString(
        Resources.getResource(EvaluationPage.class, "evaluation.css"), StandardCharsets.UTF_8);
  }

  private String settings() {
    String rows =
        evaluation.settings().entrySet().stream()
            .filter(setting -> !setting.getValue().isJsonNull())
            .map(setting -> setting(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining("\n"));
    return Html.element("dl", "class=\"settings\"", rows);
  }

  private static String setting(String name, JsonElement value) {
    return Html.element("dt", "", Html.escape(name.replace('_', ' ')))
        + Html.element("dd", "", Html.escape(value.getAsString()));
  }

  private String passCurve() {
    SortedMap<Integer, ProblemMean> means = new TreeMap<>();
    for (Measure measure : evaluation.measures()) {
      if (measure.name().startsWith(PASS)) {
        int k = Integer.parseInt(measure.name().substring(PASS.length()));
        means.put(k, measure.mean(evaluation.bootstrap()));
      }
    }
    return means.size() < 2
        ? ""
        : "<h2>pass@k</h2>\n"
            + Html.text(
                "p",
                "note",
                "The chance that one of k responses is right, estimated without bias from the"
                    + " responses drawn. The axis of k is logarithmic.")
            + "\n"
            + new PassCurve(means).svg();
  }
}
