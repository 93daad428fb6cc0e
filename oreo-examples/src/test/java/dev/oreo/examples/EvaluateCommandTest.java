package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ObjectArrays;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.evaluate.PassAtK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code oreo evaluate} from arguments to files, on a small random model. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class EvaluateCommandTest {
  /** Sums of a few shares in another order. */
  private static final double EXACT = 1e-12;

  /** The second question's solution has what HTML must escape. */
  private static final String PROBLEMS =
      """
      {"question": "7a+5?", "answer": "7a+5=2\\n#### 2"}
      {"question": "3a+5?", "answer": "<b>3a+5=8</b> & so\\n#### 8"}
      {"question": "9a+1?", "answer": "9a+1=0\\n#### 0"}
      """;

  private static final String MATH_PROBLEMS =
      """
      {"problem": "7a+5?", "solution": "So \\\\boxed{2}.", "type": "Algebra", "level": "Level 1"}
      {"problem": "3a+5?", "solution": "So \\\\boxed{8}.", "type": "Geometry", "level": "Level 3"}
      {"problem": "9a+1?", "solution": "So \\\\boxed{0}.", "type": "Algebra", "level": "Level 3"}
      """;

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
    Files.writeString(folder.resolve("problems.jsonl"), PROBLEMS);
  }

  private int evaluate(String output, String... options) {
    String[] args = {
      "evaluate",
      "--model=" + cli.model(),
      "--max-new-tokens=12",
      "--output=" + folder.resolve(output)
    };
    return cli.run(ObjectArrays.concat(args, options, String.class));
  }

  private int arithmetic(String output, String... options) {
    String[] args = {"--task=arithmetic", "--dataset=" + folder.resolve("problems.jsonl")};
    return evaluate(output, ObjectArrays.concat(args, options, String.class));
  }

  private static List<JsonObject> objects(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private Map<String, JsonObject> measures(String output) throws IOException {
    Map<String, JsonObject> measures = new HashMap<>();
    JsonArray array = cli.json(output + "/report.json").getAsJsonArray("measures");
    objects(array).forEach(measure -> measures.put(measure.get("name").getAsString(), measure));
    return measures;
  }

  private static boolean right(JsonObject row) {
    return row.get("verdict").getAsString().equals("correct");
  }

  @Test
  void evaluate_allModes_reportsWhatTheAnswersSay() throws IOException {
    assertThat(cli.train("oreo")).isZero();

    assertThat(
            arithmetic(
                "evaluation",
                "--modes=greedy,pass,majority,best-of-n,beam",
                "--value=" + folder.resolve("run/value"),
                "--samples=6",
                "--k=1,3",
                "--beam=2",
                "--max-steps=3"))
        .as(cli.err())
        .isZero();

    Map<String, JsonObject> measures = measures("evaluation");
    assertThat(measures.keySet())
        .containsExactlyInAnyOrder(
            "greedy", "pass@1", "pass@3", "majority", "weighted-majority", "best-of-n", "beam");
    List<JsonObject> rows = cli.rows("evaluation/answers.jsonl");
    for (String mode : List.of("greedy", "majority", "weighted-majority", "best-of-n", "beam")) {
      List<JsonObject> answers = mode(rows, mode);
      assertThat(answers).hasSize(3);
      Accuracy accuracy =
          new Accuracy((int) answers.stream().filter(EvaluateCommandTest::right).count(), 3);
      JsonObject measure = measures.get(mode);
      assertThat(measure.get("mean").getAsDouble()).isEqualTo(accuracy.fraction());
      assertThat(measure.get("lower").getAsDouble()).isEqualTo(accuracy.interval().lower());
      assertThat(measure.get("upper").getAsDouble()).isEqualTo(accuracy.interval().upper());
      assertThat(measure.get("interval_by").getAsString()).isEqualTo("wilson");
      assertThat(measure.getAsJsonObject("answers").get("unparsed").getAsInt())
          .isEqualTo((int) answers.stream().filter(EvaluateCommandTest::unparsed).count());
    }
    for (int k : new int[] {1, 3}) {
      double sum = 0;
      for (String problem : List.of("problems.jsonl:1", "problems.jsonl:2", "problems.jsonl:3")) {
        List<JsonObject> drawn = of(problem, mode(rows, "sample"));
        assertThat(drawn).hasSize(6);
        int correct = (int) drawn.stream().filter(EvaluateCommandTest::right).count();
        sum += PassAtK.estimate(6, correct, k);
      }
      assertThat(measures.get("pass@" + k).get("mean").getAsDouble())
          .isCloseTo(sum / 3, within(EXACT));
    }
    assertThat(folder.resolve("evaluation"))
        .isDirectoryContaining("glob:**manifest.json")
        .isDirectoryNotContaining("glob:**.partial");
  }

  private static boolean unparsed(JsonObject row) {
    return row.get("verdict").getAsString().equals("unparsed");
  }

  private static List<JsonObject> mode(List<JsonObject> rows, String mode) {
    return rows.stream().filter(row -> row.get("mode").getAsString().equals(mode)).toList();
  }

  private static List<JsonObject> of(String problem, List<JsonObject> rows) {
    return rows.stream().filter(row -> row.get("problem").getAsString().equals(problem)).toList();
  }

  @Test
  void evaluate_bestOfN_isTheSampleWithTheHighestValue() throws IOException {
    assertThat(cli.train("oreo")).isZero();
    assertThat(
            arithmetic(
                "evaluation",
                "--modes=best-of-n",
                "--value=" + folder.resolve("run/value"),
                "--samples=4"))
        .isZero();

    List<JsonObject> rows = cli.rows("evaluation/answers.jsonl");
    for (JsonObject best : mode(rows, "best-of-n")) {
      double highest =
          of(best.get("problem").getAsString(), mode(rows, "sample")).stream()
              .mapToDouble(row -> row.get("value").getAsDouble())
              .max()
              .orElseThrow();
      assertThat(best.get("value").getAsDouble()).isEqualTo(highest);
    }
  }

  @Test
  void html_isSelfContainedAndEscapesTexts() throws IOException {
    assertThat(arithmetic("evaluation", "--modes=greedy,pass", "--samples=2")).isZero();

    String html = Files.readString(folder.resolve("evaluation/report.html"));
    assertThat(html)
        .contains("&lt;b&gt;3a+5=8&lt;/b&gt; &amp; so")
        .doesNotContain("<b>3a+5")
        .doesNotContain("<script")
        .doesNotContain("http")
        .contains("pass@2")
        .contains("Reference solution")
        .contains("3 of 3 problems failed");
  }

  @Test
  void html_moreFailuresThanWanted_saysHowManyThereAre() throws IOException {
    assertThat(arithmetic("evaluation", "--failures=1")).isZero();

    assertThat(Files.readString(folder.resolve("evaluation/report.html")))
        .contains("1 of these 3 are shown")
        .containsOnlyOnce("Reference solution");
  }

  @Test
  void evaluate_math_hasSubjectsAndLevels() throws IOException {
    Files.writeString(folder.resolve("math.jsonl"), MATH_PROBLEMS);
    assertThat(
            evaluate(
                "evaluation",
                "--task=math",
                "--prompt-style=plain",
                "--dataset=" + folder.resolve("math.jsonl")))
        .as(cli.err())
        .isZero();

    JsonObject greedy = measures("evaluation").get("greedy");
    assertThat(objects(greedy.get("subjects")))
        .extracting(group -> group.get("name").getAsString() + group.get("problems").getAsInt())
        .containsExactly("Algebra2", "Geometry1");
    assertThat(objects(greedy.get("levels")))
        .extracting(group -> group.get("name").getAsString() + group.get("problems").getAsInt())
        .containsExactly("Level 11", "Level 32");
    assertThat(Files.readString(folder.resolve("evaluation/report.html")))
        .contains("<h2>Subjects</h2>", "<h2>Levels</h2>", "Geometry", "Level 3");
  }

  @Test
  void evaluate_againstItself_differsInNothing() throws IOException {
    assertThat(arithmetic("before", "--modes=greedy,pass", "--samples=2")).isZero();
    assertThat(
            arithmetic(
                "after",
                "--modes=greedy,pass",
                "--samples=2",
                "--baseline=" + folder.resolve("before/report.json")))
        .isZero();

    for (JsonObject measure : measures("after").values()) {
      JsonObject difference = measure.getAsJsonObject("against_baseline");
      assertThat(difference.get("mean").getAsDouble()).isZero();
      assertThat(difference.get("better").getAsInt()).isZero();
    }
    assertThat(Files.readString(folder.resolve("after/report.html"))).contains("The diamond");
  }

  @Test
  void evaluate_killedBefore_goesOn() throws IOException {
    assertThat(arithmetic("whole", "--modes=pass", "--samples=2")).isZero();
    // a folder whose evaluation ended when all but the report was there
    Files.createDirectory(folder.resolve("half"));
    Files.writeString(folder.resolve("half/samples.partial"), "{\"samples\":7}\n");

    assertThat(arithmetic("half", "--modes=pass", "--samples=2")).isEqualTo(2);
    assertThat(cli.err()).contains("must be what").contains("samples.partial");
    Files.delete(folder.resolve("half/samples.partial"));
    assertThat(arithmetic("half", "--modes=pass", "--samples=2")).isZero();
    assertThat(folder.resolve("half/answers.jsonl"))
        .hasSameTextualContentAs(folder.resolve("whole/answers.jsonl"));
  }

  @Test
  void evaluate_baselineOfOtherProblems_isBadInput() throws IOException {
    assertThat(arithmetic("before")).isZero();
    Files.writeString(folder.resolve("problems.jsonl"), PROBLEMS.replace("9a+1?", "9a+2?"));

    assertThat(arithmetic("after", "--baseline=" + folder.resolve("before/report.json")))
        .isEqualTo(2);

    assertThat(cli.err())
        .contains("--baseline must be of the same problems in the same order, got problems.jsonl:3")
        .hasLineCount(1);
    assertThat(folder.resolve("after")).doesNotExist();

    assertThat(
            arithmetic("after", "--limit=2", "--baseline=" + folder.resolve("before/report.json")))
        .isEqualTo(2);
    assertThat(cli.err()).contains("--baseline must be of the same 2 problems, got 3");
  }

  @Test
  void evaluate_baselineThatIsNoReport_isBadInput() {
    assertThat(arithmetic("after", "--baseline=" + folder.resolve("problems.jsonl"))).isEqualTo(2);

    assertThat(cli.err()).contains("--baseline must be the report.json of an evaluation");
  }

  @Test
  void evaluate_missingValue_isBadInput() {
    assertThat(arithmetic("evaluation", "--modes=greedy,beam,best-of-n")).isEqualTo(2);

    assertThat(cli.err())
        .isEqualTo("oreo evaluate: --value must be given with --modes best-of-n,beam\n");
  }

  @Test
  void evaluate_valueWithoutUse_isBadInput() {
    assertThat(arithmetic("evaluation", "--modes=pass", "--value=v")).isEqualTo(2);

    assertThat(cli.err())
        .isEqualTo("oreo evaluate: --value must not be given with --modes pass: it has no use\n");
  }

  @Test
  void evaluate_unknownMode_isBadInput() {
    assertThat(arithmetic("evaluation", "--modes=greedy,mcts")).isEqualTo(2);

    assertThat(cli.err()).contains("mcts").contains("best-of-n").hasLineCount(1);
  }

  @Test
  void evaluate_optionsOfOtherModes_areBadInput() {
    assertThat(arithmetic("evaluation", "--k=1")).isEqualTo(2);
    assertThat(cli.err()).contains("--k must not be given without mode pass");
    assertThat(arithmetic("evaluation", "--beam=2")).isEqualTo(2);
    assertThat(cli.err()).contains("--beam and --max-steps must not be given without mode beam");
    assertThat(arithmetic("evaluation", "--modes=pass", "--samples=4", "--k=8")).isEqualTo(2);
    assertThat(cli.err()).contains("--k must be in [1, 4], got 8");
  }

  @Test
  void evaluate_finishedOutput_isBadInput() throws IOException {
    assertThat(arithmetic("evaluation")).isZero();

    assertThat(arithmetic("evaluation")).isEqualTo(2);

    assertThat(cli.err()).contains("report.json must not exist yet, but does");
  }

  @Test
  void evaluate_outputThatIsSomethingElse_isBadInput() throws IOException {
    Files.createDirectory(folder.resolve("thesis"));
    Files.writeString(folder.resolve("thesis/thesis.tex"), "");

    assertThat(arithmetic("thesis")).isEqualTo(2);

    assertThat(cli.err()).contains("--output must be absent, empty or").hasLineCount(1);
  }
}
