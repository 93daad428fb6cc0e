package dev.oreo.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonObject;
import dev.oreo.data.MathProblem;
import dev.oreo.evaluate.Bootstrap;
import dev.oreo.evaluate.Interval;
import dev.oreo.evaluate.ProblemMean;
import dev.oreo.examples.evaluation.Baseline;
import dev.oreo.examples.evaluation.Evaluation;
import dev.oreo.examples.evaluation.GradedAnswer;
import dev.oreo.examples.evaluation.Measure;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.verify.Outcome;
import dev.oreo.verify.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The page on an evaluation that was made up. */
final class EvaluationPageTest {
  private static MathProblem problem(String id, String subject, int level) {
    return new MathProblem(
        id,
        "What is " + id + "?",
        "It is so.",
        Optional.of(subject),
        OptionalInt.of(level),
        List.of());
  }

  private static GradedAnswer answer(Outcome outcome, String text, FinishReason reason) {
    return new GradedAnswer(
        0,
        new Generation(new int[] {1, 2, 3}, text, reason),
        new Verdict(
            outcome,
            outcome == Outcome.UNPARSED ? Optional.empty() : Optional.of("<7>"),
            "as made up"),
        OptionalDouble.of(0.25));
  }

  private static String page(int failures) throws IOException {
    List<GradedAnswer> answers =
        List.of(
            answer(Outcome.CORRECT, "right", FinishReason.EOS),
            answer(Outcome.WRONG, "wrong", FinishReason.EOS),
            answer(Outcome.TIMED_OUT, "slow", FinishReason.LENGTH),
            answer(Outcome.UNPARSED, "none", FinishReason.LENGTH));
    ImmutableDoubleArray numbers = ImmutableDoubleArray.of(1, 0, 0, 0);
    JsonObject settings = new JsonObject();
    settings.addProperty("task", "math");
    settings.addProperty("model", "a & b");
    Evaluation evaluation =
        new Evaluation(
            settings,
            List.of(
                problem("p0", "Algebra", 1),
                problem("p1", "Algebra", 2),
                problem("p2", "Number Theory", 2),
                problem("p3", "Algebra", 5)),
            List.of(),
            List.of(new Measure("greedy", "greedy", numbers, answers)),
            Optional.of(
                new Baseline(
                    Path.of("before"), Map.of("greedy", ImmutableDoubleArray.of(1, 0, 1, 1)))),
            new Bootstrap(100, 1));
    return new EvaluationPage(evaluation, failures).html();
  }

  @Test
  void html_hasSharesWithIntervalsAndCounts() throws IOException {
    // Wilson of 1 of 4: centre (0.25 + 1.92073 / 4) / (1 + 3.84146 / 4) = 0.372, half width 0.326
    assertThat(page(9))
        .contains("25.0% [4.6, 69.9]")
        .contains("1 of 4")
        .contains("a &amp; b")
        .contains("<td>3</td><td><svg class=\"interval\"") // three of Algebra
        .contains("aria-label=\"33.3% [6.1, 79.2]\"");
  }

  @Test
  void html_countsVerdictsAndCutAnswersApart() throws IOException {
    String one = "<td>1<span class=\"small\"> 25.0%</span></td>";

    assertThat(page(9))
        .contains("correct</th><th scope=\"col\">wrong</th><th scope=\"col\">unparsed</th>")
        .contains(one + one + one + one + "<td>3.0</td><td>3</td><td>2<span");
  }

  @Test
  void html_baseline_isSubtractedProblemByProblem() throws IOException {
    assertThat(page(9)).contains("\u221250.0 [").contains("0 problems gained, 2 lost");
  }

  @Test
  void html_failures_haveWhatItTakesToJudgeThem() throws IOException {
    assertThat(page(9))
        .contains("greedy: 3 of 4 problems")
        .contains("p2 \u00b7 Number Theory \u00b7 Level 2 \u00b7 timed out, answer &lt;7&gt;")
        .contains("p3 \u00b7 Algebra \u00b7 Level 5 \u00b7 unparsed, no answer")
        .contains("What is p1?")
        .contains("as made up \u00b7 3 tokens, ended by the limit of tokens \u00b7 V = 0.250")
        .doesNotContain("What is p0?");
  }

  @Test
  void html_fewerFailuresThanThereAre_areSpacedEvenly() throws IOException {
    assertThat(page(2))
        .contains("2 of these 3 are shown, evenly spaced.")
        .contains("What is p1?", "What is p2?")
        .doesNotContain("What is p3?");
    assertThat(page(0)).doesNotContain("What is");
  }

  @Test
  void percent_roundsAndSigns() {
    ProblemMean nothing = new ProblemMean(-0.0001, new Interval(-0.125, 0.0), 5);

    assertThat(Percent.points(nothing)).isEqualTo("+0.0 [\u221212.5, 0.0]");
    assertThat(Percent.withInterval(new ProblemMean(1, new Interval(0.5, 1), 5)))
        .isEqualTo("100.0% [50.0, 100.0]");
  }
}
