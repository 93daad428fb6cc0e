package dev.oreo.examples.report;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.data.MathProblem;
import dev.oreo.examples.evaluation.Evaluation;
import dev.oreo.examples.evaluation.GradedAnswer;
import dev.oreo.examples.evaluation.Measure;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.verify.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What went wrong, to read through.
 *
 * @param evaluation what it came to
 * @param most how many problems to show of each mode, at least 0
 */
record EvaluationFailures(Evaluation evaluation, int most) {

  EvaluationFailures {
    checkArgument(most >= 0, "failures must be >= 0, got %s", most);
  }

  String html() {
    StringBuilder html = new StringBuilder("<h2>Failures</h2>\n");
    for (Measure measure : evaluation.measures()) {
      if (measure.counts()) {
        List<Integer> wrong = indices(i -> !measure.answers().get(i).verdict().right());
        html.append(section(measure.label(), wrong, i -> answer(i, measure.answers().get(i))));
      }
    }
    if (evaluation.measures().stream().anyMatch(measure -> !measure.counts())) {
      List<Integer> never =
          indices(i -> evaluation.samples().get(i).stream().noneMatch(a -> a.verdict().right()));
      html.append(section("pass: no response is right", never, this::samples));
    }
    return html.toString();
  }

  private List<Integer> indices(IntPredicate wanted) {
    return IntStream.range(0, evaluation.problems().size()).filter(wanted).boxed().toList();
  }

  private String section(String title, List<Integer> problems, IntFunction<String> content) {
    int shown = Math.min(most, problems.size());
    String summary =
        "%s: %,d of %,d problems failed"
            .formatted(title, problems.size(), evaluation.problems().size());
    String note =
        shown < problems.size()
            ? "%,d of these %,d are shown, evenly spaced.".formatted(shown, problems.size())
            : "All are shown.";
    String articles =
        IntStream.range(0, shown)
            .map(i -> problems.get((int) ((long) i * problems.size() / shown)))
            .mapToObj(content)
            .collect(Collectors.joining("\n"));
    return Html.element(
            "details",
            "class=\"mode\"",
            Html.element("summary", "", Html.escape(summary))
                + "\n"
                + Html.text("p", "note", note)
                + "\n"
                + articles)
        + "\n";
  }

  private String answer(int index, GradedAnswer answer) {
    String says =
        label(answer.verdict().outcome())
            + answer.verdict().extracted().map(text -> ", answer " + text).orElse(", no answer");
    StringBuilder facts = new StringBuilder(answer.verdict().reason());
    facts.append(" \u00b7 %,d tokens, ended by %s".formatted(answer.tokens(), ended(answer)));
    answer.value().ifPresent(v -> facts.append(String.format(Locale.ROOT, " \u00b7 V = %.3f", v)));
    return article(
        index,
        says,
        part("Response", answer.generation().text()) + part("Verdict", facts.toString()));
  }

  private static String ended(GradedAnswer answer) {
    return switch (answer.generation().finishReason()) {
      case EOS -> "an end token";
      case LENGTH -> "the limit of tokens";
      case STOP_STRING -> "the limit of steps";
    };
  }

  private String samples(int index) {
    List<GradedAnswer> samples = evaluation.samples().get(index);
    Map<String, Integer> counts = new LinkedHashMap<>();
    samples.forEach(
        a ->
            counts.merge(
                a.verdict().extracted().orElse("no answer (" + label(a.verdict().outcome()) + ")"),
                1,
                Integer::sum));
    String answers =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(count -> count.getValue() + " \u00d7 " + count.getKey())
            .collect(Collectors.joining("\n"));
    return article(
        index,
        "%,d different answers in %,d responses".formatted(counts.size(), samples.size()),
        part("First response", samples.get(0).generation().text())
            + part("Answers of all responses", answers));
  }

  private String article(int index, String says, String parts) {
    MathProblem problem = evaluation.problems().get(index);
    String name = named(problem) + " \u00b7 " + says;
    return Html.element(
        "details",
        "class=\"failure\"",
        Html.element("summary", "", Html.escape(name))
            + part("Question", problem.question())
            + part("Reference solution", problem.solution())
            + parts);
  }

  private static String named(MathProblem problem) {
    String level = problem.level().isPresent() ? " \u00b7 Level " + problem.level().getAsInt() : "";
    return problem.id() + problem.subject().map(s -> " \u00b7 " + s).orElse("") + level;
  }

  private static String label(Outcome outcome) {
    return RowValues.label(outcome).replace('_', ' ');
  }

  private static String part(String title, String text) {
    return Html.text("h4", "part", title) + Html.text("pre", "text", text);
  }
}
