package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ObjectArrays;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code oreo explain} from arguments to files, on a small random model. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class ExplainCommandTest {
  private static final double BETA = 0.2;

  /** The same networks on the same rows; sums of a few products. */
  private static final double EXACT = 1e-9;

  @TempDir private static Path trained;

  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void train() throws IOException {
    new Cli(trained).train("oreo", "--learning-rate=0.01");
  }

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
  }

  @Test
  void explain_trainedPair_givesTheNumbersOfScore() throws IOException {
    assertThat(
            cli.run(
                "score",
                "--model=" + trained.resolve("run/policy"),
                "--value=" + trained.resolve("run/value"),
                "--reference=" + cli.model(),
                "--data=" + cli.data(),
                "--output=" + folder.resolve("scores.jsonl")))
        .isZero();

    assertThat(explain("--beta=" + BETA)).as(cli.err()).isZero();

    String page = Files.readString(folder.resolve("report.html"));
    for (int row = 0; row < 3; row++) {
      JsonObject scores = cli.rows("scores.jsonl").get(row);
      JsonObject credit = trajectory(row);
      JsonObject tokens = credit.getAsJsonObject("tokens");
      assertThat(tokens.get("token_ids")).isEqualTo(scores.get("token_ids"));
      double logRatioToGo = 0;
      for (int i = scores.getAsJsonArray("values").size() - 1; i >= 0; i--) {
        double value = at(scores, "values", i);
        double logRatio = at(scores, "log_probs", i) - at(scores, "reference_log_probs", i);
        logRatioToGo += logRatio;
        double residual = value + BETA * logRatioToGo - credit.get("reward").getAsDouble();
        assertThat(at(tokens, "value", i)).isEqualTo(value);
        assertThat(at(tokens, "log_ratio", i)).isCloseTo(logRatio, within(EXACT)).isNotZero();
        assertThat(at(tokens, "implicit_advantage", i)).isCloseTo(BETA * logRatio, within(EXACT));
        assertThat(at(tokens, "residual", i)).isCloseTo(residual, within(EXACT));
        assertThat(page)
            .contains(
                String.format(
                    Locale.ROOT,
                    "value V %.4f\nimplicit value %.4f\n",
                    value,
                    at(tokens, "implicit_value", i)))
            .contains(String.format(Locale.ROOT, "\nresidual %+.4f\">", residual));
      }
    }
  }

  @Test
  void explain_linesOfAResponse_areStepsOfTheTable() throws IOException {
    assertThat(explain()).isZero();

    JsonObject steps = trajectory(0).getAsJsonObject("steps");
    assertThat(steps.getAsJsonArray("start")).hasToString("[5,12]");
    assertThat(steps.getAsJsonArray("end")).hasToString("[12,15]");
    assertThat(steps.getAsJsonArray("reward")).hasToString("[0.0,1.0]");
    String page = Files.readString(folder.resolve("report.html"));
    assertThat(page)
        .contains("<td class=\"text\">7a+5=2\n</td>")
        .contains("<td class=\"text\">#### 2<span class=\"named\">&lt;|endoftext|&gt;</span></td>");
  }

  @Test
  void explain_promptWithBoth_showsRightBesideWrongAndComesFirst() throws IOException {
    rows(
        """
        {"prompt": "3a+5?", "response": "3a+5=8", "reward": 1}
        {"prompt": "7a+5?", "response": "7a+5=3", "reward": 0}
        {"prompt": "7a+5?", "response": "7a+5=4", "reward": 0}
        {"prompt": "7a+5?", "response": "7a+5=2", "reward": 1}
        """);

    assertThat(explain()).isZero();

    String page = Files.readString(folder.resolve("report.html"));
    assertThat(page)
        .containsSubsequence(
            "<h2>Prompt 1</h2>",
            "7a+5?",
            "right, reward 1.0, 7 tokens (rows.jsonl:4)",
            "wrong, reward 0.0, 7 tokens (rows.jsonl:2)",
            "<h2>Prompt 2</h2>",
            "3a+5?",
            "right, reward 1.0, 7 tokens (rows.jsonl:1)",
            "no wrong solution to show")
        .contains("Below: 2 of 2 prompts, first those with right and wrong solutions (1).")
        .doesNotContain("rows.jsonl:3");
    assertThat(cli.json("report.json").getAsJsonArray("trajectories")).hasSize(4);
    JsonObject summary = cli.json("report.json").getAsJsonObject("summary");
    assertThat(summary.getAsJsonObject("right").get("trajectories").getAsInt()).isEqualTo(2);
    assertThat(summary.getAsJsonObject("wrong").get("trajectories").getAsInt()).isEqualTo(2);
  }

  @Test
  void explain_limits_areObeyed() throws IOException {
    rows(
        """
        {"prompt": "7a+5?", "response": "7a+5=3", "reward": 0}
        {"prompt": "7a+5?", "response": "7a+5=4", "reward": 0}
        {"prompt": "3a+5?", "response": "3a+5=8", "reward": 1}
        """);

    assertThat(explain("--limit=1", "--per-prompt=2")).isZero();

    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("(rows.jsonl:1)", "(rows.jsonl:2)", "no further right solution to show")
        .contains("Below: 1 of 2 prompts,")
        .doesNotContain("rows.jsonl:3");
  }

  @Test
  void explain_turns_areStepsWithObservationsBetween() throws IOException {
    rows(
        """
        {"prompt_token_ids": [7], "response_token_ids": [8, 10, 11, 9, 24], "reward": 1, "steps": [[0, 1], [3, 5]]}
        """);

    assertThat(explain()).isZero();

    assertThat(trajectory(0).getAsJsonObject("tokens").getAsJsonArray("token_ids"))
        .hasToString("[8,9,24]");
    assertThat(Files.readString(folder.resolve("report.html")))
        .containsSubsequence(
            "data-step=\"1\"", "<span class=\"given\">+*</span>", "data-step=\"2\"");
  }

  @Test
  void explain_page_isOneFileWithoutScript() throws IOException {
    explain();

    assertThat(Files.readString(folder.resolve("report.html")))
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .doesNotContain("<script", "http:", "https:", "src=", "url(", "@import", "%s");
  }

  @ParameterizedTest
  @CsvSource({
    "--limit=0, '--limit must be >= 1, got 0'",
    "--per-prompt=0, '--per-prompt must be >= 1, got 0'",
    "--beta=0, '--beta must be finite and > 0, got 0.0'",
    "--format=preferences, '--format must be rows, labels or messages, got preferences'"
  })
  void explain_badOption_isNamed(String option, String message) {
    assertThat(explain(option)).isEqualTo(2);

    assertThat(cli.err()).isEqualTo("oreo explain: " + message + "\n");
    assertThat(folder.resolve("report.html")).doesNotExist();
  }

  @Test
  void explain_outputThatIsNoPage_isBadInput() {
    assertThat(explain("--output=" + folder.resolve("report.json"))).isEqualTo(2);

    assertThat(cli.err())
        .isEqualTo(
            "oreo explain: --output must end in .html and be in a folder that exists, got %s\n"
                .formatted(folder.resolve("report.json")));
  }

  private void rows(String rows) throws IOException {
    Files.writeString(cli.data(), rows);
  }

  private int explain(String... options) {
    String[] args = {
      "explain",
      "--model=" + trained.resolve("run/policy"),
      "--value=" + trained.resolve("run/value"),
      "--reference=" + cli.model(),
      "--data=" + cli.data()
    };
    return cli.run(ObjectArrays.concat(args, withOutput(options), String.class));
  }

  private String[] withOutput(String... options) {
    boolean given = Arrays.stream(options).anyMatch(option -> option.startsWith("--output"));
    return given
        ? options
        : ObjectArrays.concat(options, "--output=" + folder.resolve("report.html"));
  }

  private JsonObject trajectory(int index) throws IOException {
    return cli.json("report.json").getAsJsonArray("trajectories").get(index).getAsJsonObject();
  }

  private static double at(JsonObject object, String key, int index) {
    JsonArray array = object.getAsJsonArray(key);
    return array.get(index).getAsDouble();
  }
}
