package dev.oreo.examples.report;

import dev.oreo.evaluate.ProblemMean;
import dev.oreo.examples.evaluation.AnswerCounts;
import dev.oreo.examples.evaluation.Difference;
import dev.oreo.examples.evaluation.Evaluation;
import dev.oreo.examples.evaluation.GradedAnswer;
import dev.oreo.examples.evaluation.Measure;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.verify.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of an evaluation.
 *
 * @param evaluation what they show
 */
record EvaluationTables(Evaluation evaluation) {
  private static final IntervalBar WIDE = new IntervalBar(240);
  private static final IntervalBar NARROW = new IntervalBar(120);

  /** Each measure with its interval, and what it has more than greedy decoding and the baseline. */
  String modes() {
    boolean greedy =
        evaluation.measures().stream().anyMatch(m -> evaluation.againstGreedy(m).isPresent());
    boolean before = evaluation.baseline().isPresent();
    List<String> head = new ArrayList<>(List.of("mode", "right", "share [95%]", "0 to 100%"));
    if (greedy) {
      head.add("points more than greedy [95%]");
    }
    if (before) {
      head.add("points more than the baseline [95%]");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Measure measure : evaluation.measures()) {
      ProblemMean mean = measure.mean(evaluation.bootstrap());
      Optional<Difference> gained = evaluation.againstBaseline(measure);
      List<String> row = new ArrayList<>();
      row.add(Html.escape(measure.label()));
      row.add(right(measure));
      row.add(Percent.withInterval(mean));
      row.add(WIDE.svg(mean, gained.map(d -> mean.mean() - d.mean().mean())));
      if (greedy) {
        row.add(difference(measure, evaluation.againstGreedy(measure)));
      }
      if (before) {
        row.add(difference(measure, gained));
      }
      rows.add(row);
    }
    return table(head, rows) + "\n" + Html.text("p", "note", explanation(before));
  }

  private static String right(Measure measure) {
    return measure.counts()
        ? "%,d of %,d"
            .formatted(
                measure.answers().stream().filter(a -> a.verdict().right()).count(),
                measure.answers().size())
        : "";
  }

  /** A difference; of single answers also how many it is about. */
  private static String difference(Measure measure, Optional<Difference> difference) {
    return difference
        .map(
            d ->
                Percent.points(d.mean())
                    + (measure.counts()
                        ? Html.text(
                            "div",
                            "small",
                            "%,d problems gained, %,d lost".formatted(d.better(), d.worse()))
                        : ""))
        .orElse("");
  }

  private static String explanation(boolean before) {
    return "Intervals are at 95%: Wilson's where each problem has one answer, else the percentile"
        + " bootstrap's over problems. Differences are of the same problems, drawn together. They"
        + " speak of the choice of problems, not of training or sampling again. Answers that were"
        + " not parsed or took too long to compare count as wrong."
        + (before ? " The diamond is the baseline." : "");
  }

  /** The measures of groups of problems; nothing if there are no groups. */
  String groups(String title, Map<String, List<Integer>> groups) {
    if (groups.isEmpty()) {
      return "";
    }
    List<Measure> shown = comparedByGroup();
    List<String> head = new ArrayList<>(List.of("", "problems"));
    shown.forEach(measure -> head.add(Html.escape(measure.label())));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach(
        (name, problems) -> {
          List<String> row = new ArrayList<>();
          row.add(Html.escape(name));
          row.add("%,d".formatted(problems.size()));
          for (Measure measure : shown) {
            ProblemMean mean = measure.mean(evaluation.bootstrap(), problems);
            row.add(
                NARROW.svg(mean, Optional.empty())
                    + Html.text("div", "small", Percent.withInterval(mean)));
          }
          rows.add(row);
        });
    return Html.element("h2", "", Html.escape(title)) + "\n" + table(head, rows) + "\n";
  }

  /** All but the middle of the pass@k. */
  private List<Measure> comparedByGroup() {
    List<Measure> pass = evaluation.measures().stream().filter(m -> !m.counts()).toList();
    return evaluation.measures().stream()
        .filter(m -> m.counts() || m.equals(pass.get(0)) || m.equals(pass.get(pass.size() - 1)))
        .toList();
  }

  /** Verdicts and lengths of each mode's answers, and of all drawn ones. */
  String verdicts() {
    List<String> head =
        Stream.concat(
                Stream.of("answers of", "answers"),
                Stream.of(Outcome.values()).map(o -> RowValues.label(o).replace('_', ' ')))
            .collect(Collectors.toCollection(ArrayList::new));
    head.addAll(
        List.of("mean tokens", "longest", "cut at the limit of tokens", "unfinished searches"));
    List<List<String>> rows = new ArrayList<>();
    if (!evaluation.samples().isEmpty()) {
      List<GradedAnswer> all = evaluation.samples().stream().flatMap(List::stream).toList();
      rows.add(counts("all samples", AnswerCounts.of(all)));
    }
    for (Measure measure : evaluation.measures()) {
      if (measure.counts()) {
        rows.add(counts(measure.label(), AnswerCounts.of(measure.answers())));
      }
    }
    return table(head, rows);
  }

  private static List<String> counts(String label, AnswerCounts counts) {
    List<String> row = new ArrayList<>();
    row.add(Html.escape(label));
    row.add("%,d".formatted(counts.answers()));
    for (Outcome outcome : Outcome.values()) {
      row.add(counts(counts.outcomes().getOrDefault(outcome, 0), counts.answers()));
    }
    row.add(String.format(Locale.ROOT, "%,.1f", counts.meanTokens()));
    row.add("%,d".formatted(counts.mostTokens()));
    row.add(counts(counts.cut(), counts.answers()));
    row.add("%,d".formatted(counts.unfinished()));
    return row;
  }

  private static String counts(int some, int all) {
    return "%,d".formatted(some)
        + Html.text("span", "small", " " + Percent.share((double) some / all));
  }

  /** A table whose first column names the rows; cells are HTML. */
  private static String table(List<String> head, List<List<String>> rows) {
    String headCells =
        head.stream()
            .map(cell -> Html.element("th", "scope=\"col\"", cell))
            .collect(Collectors.joining());
    String body =
        rows.stream()
            .map(
                row ->
                    Html.element(
                        "tr",
                        "",
                        Html.element("th", "scope=\"row\"", row.get(0))
                            + row.stream()
                                .skip(1)
                                .map(cell -> Html.element("td", "", cell))
                                .collect(Collectors.joining())))
            .collect(Collectors.joining("\n"));
    return "<div class=\"wide\"><table><thead><tr>%s</tr></thead>\n<tbody>\n%s\n</tbody></table></div>"
        .formatted(headCells, body);
  }
}
