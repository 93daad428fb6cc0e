package dev.oreo.examples.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.oreo.data.MathProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an earlier evaluation had on the same problems.
 *
 * @param file its report
 * @param perProblem by measure one number per problem
 */
public record Baseline(Path file, Map<String, ImmutableDoubleArray> perProblem) {

  /** Copies the map. {@inheritDoc} */
  public Baseline {
    perProblem = Map.copyOf(perProblem);
  }

  /**
   * Reads a report.
   *
   * @param file {@code report.json} of an evaluation
   * @param problems of the evaluation that it is compared with
   * @param rule by which that grades
   * @return what the report has
   * @throws IllegalArgumentException if the file is no report, or has other problems or another
   *     rule
   * @throws IOException if it cannot be read
   */
  public static Baseline read(Path file, List<MathProblem> problems, String rule)
      throws IOException {
    try {
      JsonObject report = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      String its = report.getAsJsonObject("settings").get("rule").getAsString();
      checkArgument(
          its.equals(rule), "--baseline must be graded by rule %s, got %s (%s)", rule, its, file);
      JsonArray rows = report.getAsJsonArray("per_problem");
      requireSame(file, rows, problems);
      return new Baseline(file, perProblem(rows));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) { // what Gson throws where something is missing
      throw new IllegalArgumentException(
          "--baseline must be the report.json of an evaluation, got " + file, e);
    }
  }

  private static void requireSame(Path file, JsonArray rows, List<MathProblem> problems) {
    checkArgument(
        rows.size() == problems.size(),
        "--baseline must be of the same %s problems, got %s (%s)",
        problems.size(),
        rows.size(),
        file);
    for (int i = 0; i < rows.size(); i++) {
      JsonObject row = rows.get(i).getAsJsonObject();
      checkArgument(
          row.get("sha256").getAsString().equals(hash(problems.get(i))),
          "--baseline must be of the same problems in the same order, got %s where %s is asked (%s)",
          row.get("id").getAsString(),
          problems.get(i).id(),
          file);
    }
  }

  private static Map<String, ImmutableDoubleArray> perProblem(JsonArray rows) {
    Map<String, ImmutableDoubleArray.Builder> builders = new LinkedHashMap<>();
    for (JsonElement row : rows) {
      row.getAsJsonObject()
          .getAsJsonObject("scores")
          .entrySet()
          .forEach(
              score ->
                  builders
                      .computeIfAbsent(score.getKey(), name -> ImmutableDoubleArray.builder())
                      .add(score.getValue().getAsDouble()));
    }
    Map<String, ImmutableDoubleArray> perProblem = new LinkedHashMap<>();
    builders.forEach((name, builder) -> perProblem.put(name, builder.build()));
    return perProblem;
  }

  /** Says which problem it is, whatever the file is called. */
  static String hash(MathProblem problem) {
    return Hashing.sha256()
        .hashString(
            problem.question() + "\0" + problem.solution() + "\0" + problem.messages(),
            StandardCharsets.UTF_8)
        .toString();
  }
}
