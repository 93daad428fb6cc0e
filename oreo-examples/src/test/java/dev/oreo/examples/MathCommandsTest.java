package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code oreo demonstrations}, {@code rollout}, {@code iterate} and {@code arithmetic} from
 * arguments to files, on a small model.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class MathCommandsTest {
  /* Some that the model below has seen, and one that it has not. */
  private static final String PROBLEMS =
      """
      {"question": "7a+5?", "answer": "7a+5=2\\n#### 2"}
      {"question": "3a+4?", "answer": "3a+4=7\\n#### 7"}
      {"question": "1a+1b+1?", "answer": "1a+1=2\\n2b+1=3\\n#### 3"}
      {"question": "2a*4?", "answer": "2a*4=8\\n#### 8"}
      """;

  private static final String MARK = "(kept) ";

  @TempDir private Path folder;
  private Cli cli;
  private Path problems;

  @BeforeEach
  void createFiles() throws IOException {
    cli = new Cli(folder);
    problems = Files.writeString(folder.resolve("problems.jsonl"), PROBLEMS);
  }

  /** Overfits the first three problems a little, so that some samples are right and some wrong. */
  private Path trainedModel() {
    assertThat(demonstrate("--limit=3")).isZero();
    assertThat(
            cli.run(
                "train",
                "--objective=sft",
                "--model=" + cli.model(),
                "--data=" + folder.resolve("demonstrations.jsonl"),
                "--epochs=40",
                "--batch-size=3",
                "--learning-rate=3e-3",
                "--output=" + folder.resolve("sft")))
        .as(cli.err())
        .isZero();
    return folder.resolve("sft/policy");
  }

  private int demonstrate(String... options) {
    return command("demonstrations", "demonstrations.jsonl", options);
  }

  private int command(String name, String output, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                name,
                "--task=arithmetic",
                "--dataset=" + problems,
                "--output=" + folder.resolve(output)));
    args.addAll(List.of(options));
    return cli.run(args.toArray(String[]::new));
  }

  @Test
  void demonstrations_ofEachStyle_areRowsThatTrainReads() throws IOException {
    Files.writeString(
        problems, "{\"question\": \"Two?\", \"answer\": \"It is <<1+1=2>>2.\\n#### 2\"}\n");

    assertThat(demonstrate()).isZero();
    assertThat(cli.rows("demonstrations.jsonl").get(0))
        .hasToString("{\"prompt\":\"Two?\",\"response\":\"It is 2.\\n#### 2\",\"reward\":1.0}");

    assertThat(demonstrate("--prompt-style=chat", "--instruction=Think.")).isZero();
    assertThat(cli.rows("demonstrations.jsonl").get(0).get("messages"))
        .hasToString(
            "[{\"role\":\"system\",\"content\":\"Think.\"},{\"role\":\"user\",\"content\":\"Two?\"},"
                + "{\"role\":\"assistant\",\"content\":\"It is 2.\\n#### 2\"}]");

    assertThat(demonstrate("--prompt-style=deepseek", "--instruction=Think.")).isZero();
    JsonObject deepSeek = cli.rows("demonstrations.jsonl").get(0);
    assertThat(deepSeek.get("prompt").getAsString()).isEqualTo("User: Two?\nThink.\n\nAssistant:");
    assertThat(deepSeek.get("response").getAsString()).isEqualTo(" It is 2.\n#### 2");
  }

  @Test
  void rollout_gradesEachSampleAndSaysWhere() throws IOException {
    Path model = trainedModel();

    assertThat(command("rollout", "rollouts.jsonl", "--model=" + model, "--samples=6"))
        .as(cli.err())
        .isZero();

    List<JsonObject> rows = cli.rows("rollouts.jsonl");
    assertThat(rows).hasSize(24);
    for (int i = 0; i < rows.size(); i++) {
      JsonObject row = rows.get(i);
      assertThat(row.get("problem").getAsInt()).isEqualTo(i / 6);
      assertThat(row.get("sample").getAsInt()).isEqualTo(i % 6);
      assertThat(row.get("id").getAsString()).isEqualTo("problems.jsonl:" + (1 + i / 6));
      String solution = row.get("solution").getAsString();
      boolean right =
          row.get("response").getAsString().endsWith(solution.substring(solution.length() - 6));
      assertThat(row.get("reward").getAsDouble()).isEqualTo(right ? 1 : 0);
      assertThat(row.get("verdict").getAsString().equals("correct")).isEqualTo(right);
      JsonArray spans = row.getAsJsonArray("steps");
      int last = spans.get(spans.size() - 1).getAsJsonArray().get(1).getAsInt();
      assertThat(last).isEqualTo(row.getAsJsonArray("response_token_ids").size());
    }
    assertThat(rows).anyMatch(row -> row.get("reward").getAsDouble() == 1);
    assertThat(rows).anyMatch(row -> row.get("reward").getAsDouble() == 0);
    assertThat(folder.resolve("rollouts.jsonl.partial")).doesNotExist();
    assertThat(cli.json("rollouts.jsonl.manifest.json").get("seed").getAsLong()).isEqualTo(42);
    assertThat(cli.out()).contains("24 of 24 responses");
  }

  @Test
  void rollout_chatAndConversations_areAskedInTheTemplate() throws IOException {
    Files.writeString(
        cli.model().resolve("chat_template.jinja"),
        "{% for m in messages %}{{ m.content }}{% endfor %}"
            + "{% if add_generation_prompt %}?{% endif %}");
    Files.writeString(
        problems,
        """
        {"question": "+5", "answer": "#### 2"}
        {"messages": [{"role": "user", "content": "7a+5"}], "answer": "#### 2"}
        """);

    assertThat(
            cli.run(
                "rollout",
                "--task=gsm8k",
                "--rule=original",
                "--instruction=7a",
                "--dataset=" + problems,
                "--model=" + cli.model(),
                "--samples=1",
                "--max-new-tokens=8",
                "--output=" + folder.resolve("chat.jsonl")))
        .as(cli.err())
        .isZero();

    List<JsonObject> rows = cli.rows("chat.jsonl");
    assertThat(rows)
        .extracting(row -> row.get("question").getAsString())
        .containsExactly("+5", "7a+5");
    for (JsonObject row : rows) {
      assertThat(row.get("prompt_token_ids")).hasToString("[7,15,10,5,13]");
      assertThat(row.get("verdict").getAsString()).isIn("correct", "wrong", "unparsed");
    }
  }

  @Test
  void rollout_killed_goesOnWithoutLosingOrRepeatingASample() throws IOException {
    String model = "--model=" + trainedModel();
    assertThat(command("rollout", "whole.jsonl", model, "--samples=5")).isZero();
    interruptedAfter(7, model);

    assertThat(command("rollout", "resumed.jsonl", model, "--samples=5")).as(cli.err()).isZero();

    assertThat(cli.out()).contains("going on after 7 of 20 responses");
    List<String> resumed = Files.readAllLines(folder.resolve("resumed.jsonl"));
    assertThat(resumed).filteredOn(row -> row.contains(MARK)).hasSize(7); // not drawn again
    assertThat(resumed.stream().map(row -> row.replace(MARK, "")))
        .containsExactlyElementsOf(Files.readAllLines(folder.resolve("whole.jsonl")));
    assertThat(folder.resolve("resumed.jsonl.partial")).doesNotExist();
  }

  @Test
  void rollout_resumedWithOtherOptions_isRefused() throws IOException {
    String model = "--model=" + trainedModel();
    interruptedAfter(3, model);
    String before = Files.readString(folder.resolve("resumed.jsonl.partial"));

    assertThat(command("rollout", "resumed.jsonl", model, "--samples=5", "--temperature=0.7"))
        .isEqualTo(2);

    assertThat(cli.err())
        .contains("temperature must be what", "was begun with, got 0.7 and there 1.0");
    assertThat(folder.resolve("resumed.jsonl.partial")).hasContent(before);
    assertThat(folder.resolve("resumed.jsonl")).doesNotExist();
  }

  /**
   * Leaves what a killed run of {@code --samples=5} leaves: the first responses that it drew, and
   * half of the next, with a mark in those that are whole. The order in which they are drawn is not
   * that of the finished file.
   */
  private void interruptedAfter(int responses, String model) throws IOException {
    Path dataset = folder.resolve("resumed.jsonl");
    Files.createDirectory(dataset.resolveSibling("resumed.jsonl.manifest.json"));
    assertThat(command("rollout", "resumed.jsonl", model, "--samples=5")).isNotZero();
    Files.delete(dataset.resolveSibling("resumed.jsonl.manifest.json"));
    Files.delete(dataset);
    Path partial = folder.resolve("resumed.jsonl.partial");
    List<String> lines = Files.readAllLines(partial);
    assertThat(lines).hasSize(21);
    String next = lines.get(responses + 1);
    String kept = String.join("\n", lines.subList(0, responses + 1));
    Files.writeString(
        partial,
        kept.replace("\"response\":\"", "\"response\":\"" + MARK)
            + "\n"
            + next.substring(0, next.length() / 2));
  }

  @Test
  void rollout_balanced_takesAsManyRightAsWrongOnes() throws IOException {
    String model = "--model=" + trainedModel();
    assertThat(command("rollout", "all.jsonl", model, "--samples=12")).isZero();
    assertThat(command("rollout", "balanced.jsonl", model, "--samples=12", "--balance")).isZero();

    List<JsonObject> all = cli.rows("all.jsonl");
    List<JsonObject> balanced = cli.rows("balanced.jsonl");
    assertThat(all).containsAll(balanced);
    for (int problem = 0; problem < 4; problem++) {
      int right = count(all, problem, true);
      int wrong = count(all, problem, false);
      assertThat(count(balanced, problem, true))
          .isEqualTo(Math.min(Math.min(right, Math.max(wrong, 1)), 4));
      assertThat(count(balanced, problem, false)).isEqualTo(Math.min(wrong, 4));
    }
    assertThat(balanced).hasSizeLessThan(all.size());
  }

  private static int count(List<JsonObject> rows, int problem, boolean right) {
    return (int)
        rows.stream()
            .filter(row -> row.get("problem").getAsInt() == problem)
            .filter(row -> (row.get("reward").getAsDouble() > 0) == right)
            .count();
  }

  @Test
  void rollout_smallBatches_drawTheSameSamples() throws IOException {
    String model = "--model=" + trainedModel();
    assertThat(command("rollout", "large.jsonl", model, "--samples=3")).isZero();
    assertThat(command("rollout", "small.jsonl", model, "--samples=3", "--batch-tokens=80"))
        .isZero();

    assertThat(folder.resolve("small.jsonl"))
        .hasSameTextualContentAs(folder.resolve("large.jsonl"));
  }

  @Test
  void rollout_badOptions_areNamed() {
    String model = "--model=" + cli.model();

    assertThat(command("rollout", "r.jsonl", model, "--prompt-style=chat")).isEqualTo(2);
    assertThat(cli.err())
        .contains("--prompt-style chat must have a checkpoint with a chat template");
    assertThat(command("rollout", "r.jsonl", model, "--skip=4")).isEqualTo(2);
    assertThat(cli.err()).contains("--skip must leave a problem of the 4 in", ", got 4");
    assertThat(command("rollout", "r.jsonl", model, "--rule=deepseek")).isEqualTo(2);
    assertThat(cli.err()).contains("--rule must not be given with --task arithmetic");
    assertThat(command("rollout", "r.jsonl", model, "--temperature=0")).isEqualTo(2);
    assertThat(cli.err()).contains("--temperature must be > 0 to sample, got 0.0");
    assertThat(command("rollout", "problems.jsonl", model)).isEqualTo(2);
    assertThat(cli.err()).contains("problems.jsonl must not exist yet, but does");
  }

  @Test
  void iterate_rounds_areTrainedOnTheirOwnSamplesAndTakenUpAgain() throws IOException {
    String[] options = {
      "--model=" + trainedModel(),
      "--test=" + problems,
      "--samples=4",
      "--batch-size=8",
      "--learning-rate=1e-3",
      "--value-learning-rate=1e-3",
      "--value-from=previous"
    };
    assertThat(iterate("one", 1, options)).as(cli.err()).isZero();
    assertThat(iterate("one", 2, options)).as(cli.err()).isZero();
    assertThat(iterate("two", 2, options)).as(cli.err()).isZero();

    for (String file : List.of("rounds.jsonl", "results.md", "round-2/rollouts.jsonl")) {
      assertThat(folder.resolve("one").resolve(file))
          .hasSameTextualContentAs(folder.resolve("two").resolve(file));
    }
    assertThat(folder.resolve("one/round-2/trained/value/config.json")).exists();
    List<JsonObject> rounds = cli.rows("one/rounds.jsonl");
    assertThat(rounds).hasSize(4); // settings, the beginning, two rounds
    assertThat(rounds.get(1).get("round").getAsInt()).isZero();
    assertThat(rounds.get(3).get("sampled").getAsInt()).isEqualTo(16);
    int right =
        (int)
            cli.rows("one/round-2/rollouts.jsonl").stream()
                .filter(row -> row.get("reward").getAsDouble() > 0)
                .count();
    assertThat(rounds.get(3).get("sampled_right").getAsInt()).isEqualTo(right);
    assertThat(Files.readString(folder.resolve("one/results.md"))).hasLineCount(5);
    assertThat(Files.readString(folder.resolve("one/round-1/rollouts.jsonl")))
        .isNotEqualTo(Files.readString(folder.resolve("one/round-2/rollouts.jsonl")));
  }

  private int iterate(String output, int rounds, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--rounds=" + rounds);
    return command("iterate", output, all.toArray(String[]::new));
  }

  @Test
  void iterate_optionWithoutAUse_isRefused() {
    String model = "--model=" + cli.model();

    assertThat(iterate("x", 1, model, "--steps=sentence", "--granularity=step")).isEqualTo(2);
    assertThat(cli.err()).contains("--steps must not be given: the task says where steps end");
    assertThat(iterate("x", 1, model, "--tau=1")).isEqualTo(2);
    assertThat(cli.err()).contains("--tau must not be given with --objective oreo");
    assertThat(iterate("x", 1, model, "--test-limit=3")).isEqualTo(2);
    assertThat(cli.err()).contains("--test-limit must come with --test");
  }

  @Test
  void arithmetic_writesProblemsThatTheOtherCommandsRead() throws IOException {
    assertThat(
            cli.run(
                "arithmetic",
                "--train-problems=5",
                "--test-problems=4",
                "--demonstrations=16",
                "--output=" + folder.resolve("arithmetic")))
        .as(cli.err())
        .isZero();

    assertThat(cli.rows("arithmetic/train.jsonl")).hasSize(5);
    assertThat(cli.rows("arithmetic/demonstrations.jsonl")).hasSize(16);
    JsonObject problem =
        JsonParser.parseString(Files.readAllLines(folder.resolve("arithmetic/test.jsonl")).get(0))
            .getAsJsonObject();
    assertThat(problem.get("question").getAsString()).matches("[0-9]([a-h][+*][0-9]){5,8}\\?");
    assertThat(problem.get("answer").getAsString()).matches("(?s).*\n#### [0-9]");
    problems = folder.resolve("arithmetic/test.jsonl");
    assertThat(
            command(
                "rollout",
                "rollouts.jsonl",
                "--model=" + folder.resolve("arithmetic/sft"),
                "--samples=2"))
        .as(cli.err())
        .isZero();
    assertThat(cli.rows("rollouts.jsonl")).hasSize(8);
  }
}
