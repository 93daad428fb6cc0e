package dev.oreo.examples.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import dev.oreo.data.JsonlWriter;
import dev.oreo.data.MathProblem;
import dev.oreo.evaluate.ProblemMean;
import dev.oreo.examples.mathematics.RowValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An evaluation as files for programs.
 *
 * @param evaluation what they are about
 */
public record EvaluationFiles(Evaluation evaluation) {
  private static final Gson PRETTY =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .create();

  /**
   * Writes every answer: those drawn as mode {@code sample}, and of the other modes the one that
   * each chose.
   *
   * @param file JSONL to write
   * @throws IOException if it cannot be written
   */
  public void writeAnswers(Path file) throws IOException {
    try (JsonlWriter writer = new JsonlWriter(file)) {
      for (int i = 0; i < evaluation.samples().size(); i++) {
        for (GradedAnswer answer : evaluation.samples().get(i)) {
          writer.write(answer.toJson("sample", evaluation.problems().get(i).id()));
        }
      }
      for (Measure measure : evaluation.measures()) {
        for (int i = 0; i < measure.answers().size(); i++) {
          String problem = evaluation.problems().get(i).id();
          writer.write(measure.answers().get(i).toJson(measure.name(), problem));
        }
      }
      writer.commit();
    }
  }

  /**
   * Writes all numbers, and those of each problem, by which another evaluation compares itself.
   *
   * @param file JSON to write
   * @throws IOException if it cannot be written
   */
  public void writeReport(Path file) throws IOException {
    JsonObject report = new JsonObject();
    report.add("settings", evaluation.settings());
    report.addProperty("problems", evaluation.problems().size());
    evaluation.baseline().ifPresent(b -> report.addProperty("baseline", b.file().toString()));
    if (!evaluation.samples().isEmpty()) {
      List<GradedAnswer> all = evaluation.samples().stream().flatMap(List::stream).toList();
      report.add("samples", AnswerCounts.of(all).toJson());
    }
    JsonArray measures = new JsonArray();
    evaluation.measures().forEach(measure -> measures.add(measure(measure)));
    report.add("measures", measures);
    report.add("per_problem", perProblem());
    Files.write(file, (PRETTY.toJson(report) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject measure(Measure measure) {
    JsonObject json = mean(measure.mean(evaluation.bootstrap()));
    json.addProperty("interval_by", measure.counts() ? "wilson" : "bootstrap");
    JsonObject named = new JsonObject();
    named.addProperty("name", measure.name());
    named.addProperty("label", measure.label());
    json.entrySet().forEach(entry -> named.add(entry.getKey(), entry.getValue()));
    if (measure.counts()) {
      named.add("answers", AnswerCounts.of(measure.answers()).toJson());
    }
    evaluation.againstGreedy(measure).ifPresent(d -> named.add("against_greedy", difference(d)));
    evaluation
        .againstBaseline(measure)
        .ifPresent(d -> named.add("against_baseline", difference(d)));
    named.add("subjects", groups(measure, evaluation.bySubject()));
    named.add("levels", groups(measure, evaluation.byLevel()));
    return named;
  }

  private JsonArray groups(Measure measure, Map<String, List<Integer>> groups) {
    JsonArray array = new JsonArray();
    groups.forEach(
        (name, problems) -> {
          JsonObject group = mean(measure.mean(evaluation.bootstrap(), problems));
          group.addProperty("name", name);
          array.add(group);
        });
    return array;
  }

  private static JsonObject mean(ProblemMean mean) {
    JsonObject json = new JsonObject();
    json.addProperty("mean", mean.mean());
    json.addProperty("lower", mean.interval().lower());
    json.addProperty("upper", mean.interval().upper());
    json.addProperty("problems", mean.problems());
    return json;
  }

  private static JsonObject difference(Difference difference) {
    JsonObject json = mean(difference.mean());
    json.addProperty("better", difference.better());
    json.addProperty("worse", difference.worse());
    return json;
  }

  private JsonArray perProblem() {
    JsonArray rows = new JsonArray();
    for (int i = 0; i < evaluation.problems().size(); i++) {
      MathProblem problem = evaluation.problems().get(i);
      JsonObject row = new JsonObject();
      row.addProperty("id", problem.id());
      row.addProperty("sha256", Baseline.hash(problem));
      row.addProperty("subject", problem.subject().orElse(null));
      OptionalInt level = problem.level();
      row.addProperty("level", level.isPresent() ? level.getAsInt() : null);
      JsonObject scores = new JsonObject();
      JsonObject outcomes = new JsonObject();
      for (Measure measure : evaluation.measures()) {
        scores.addProperty(measure.name(), measure.perProblem().get(i));
        if (measure.counts()) {
          outcomes.addProperty(
              measure.name(), RowValues.label(measure.answers().get(i).verdict().outcome()));
        }
      }
      row.add("scores", scores);
      row.add("outcomes", outcomes);
      rows.add(row);
    }
    return rows;
  }
}
