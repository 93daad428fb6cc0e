package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code oreo score}, {@code generate} and {@code search} from arguments to files, on a small
 * random model.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class UseCommandsTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
  }

  @Test
  void score_allNetworks_givesOneEntryForEachResponseToken() throws IOException {
    cli.train("oreo");

    assertThat(
            cli.run(
                "score",
                "--model=" + folder.resolve("run/policy"),
                "--value=" + folder.resolve("run/value"),
                "--reference=" + cli.model(),
                "--data=" + cli.data(),
                "--output=" + folder.resolve("scores.jsonl")))
        .isZero();

    List<JsonObject> rows = cli.rows("scores.jsonl");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).getAsJsonArray("token_ids")).hasSize(10);
    assertThat(rows.get(2).getAsJsonArray("token_ids")).hasToString("[8,24]");
    for (JsonObject row : rows) {
      int length = row.getAsJsonArray("token_ids").size();
      assertThat(row.getAsJsonArray("log_probs"))
          .hasSize(length)
          .allMatch(p -> p.getAsDouble() < 0);
      assertThat(row.getAsJsonArray("reference_log_probs")).hasSize(length);
      assertThat(row.getAsJsonArray("values")).hasSize(length);
    }
  }

  @Test
  void score_policyAlone_writesNothingElse() throws IOException {
    assertThat(
            cli.run(
                "score",
                "--model=" + cli.model(),
                "--data=" + cli.data(),
                "--output=" + folder.resolve("scores.jsonl")))
        .isZero();

    assertThat(cli.rows("scores.jsonl").get(0).keySet()).containsExactly("token_ids", "log_probs");
  }

  @Test
  void generate_rowsWithKeysAndALimit_carriesAndObeysThem() throws IOException {
    Path prompts =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            """
            {"prompt": "7a+5?", "id": 17, "max_new_tokens": 3}
            {"prompt_token_ids": [7, 15, 10, 5, 13]}
            """);

    assertThat(
            cli.run(
                "generate",
                "--model=" + cli.model(),
                "--prompts=" + prompts,
                "--max-new-tokens=5",
                "--output=" + folder.resolve("answers.jsonl")))
        .isZero();

    List<JsonObject> rows = cli.rows("answers.jsonl");
    assertThat(rows.get(0).get("id").getAsInt()).isEqualTo(17);
    assertThat(rows.get(0).getAsJsonArray("token_ids")).hasSizeLessThanOrEqualTo(3);
    assertThat(rows.get(1).getAsJsonArray("token_ids")).hasSizeLessThanOrEqualTo(5);
    assertThat(rows.get(0).keySet())
        .containsExactly("prompt", "id", "max_new_tokens", "token_ids", "text", "finish_reason");
    assertThat(rows.get(0).get("finish_reason").getAsString()).isIn("eos", "length");
  }

  @Test
  void generate_sameSeed_drawsTheSame() throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\": \"7a+5?\"}\n");
    for (String file : List.of("a", "b")) {
      cli.run(
          "generate",
          "--model=" + cli.model(),
          "--prompts=" + prompts,
          "--temperature=1",
          "--seed=5",
          "--max-new-tokens=20",
          "--output=" + folder.resolve(file));
    }

    assertThat(folder.resolve("a")).hasSameTextualContentAs(folder.resolve("b"));
  }

  @Test
  void generate_messages_areContinuedAsTheTemplateWritesThem() throws IOException {
    Files.writeString(
        cli.model().resolve("chat_template.jinja"),
        "{% for m in messages %}{{ m.content }}{% endfor %}"
            + "{% if add_generation_prompt %}?{% endif %}");
    Path prompts =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            """
            {"prompt": "7a+5?"}
            {"messages": [{"role": "system", "content": "7a"}, {"role": "user", "content": "+5"}]}
            {"prompt": "7a+5"}
            """);

    assertThat(
            cli.run(
                "generate",
                "--model=" + cli.model(),
                "--prompts=" + prompts,
                "--max-new-tokens=20",
                "--output=" + folder.resolve("answers.jsonl")))
        .isZero();

    List<JsonObject> rows = cli.rows("answers.jsonl");
    assertThat(rows.get(1).keySet())
        .containsExactly("messages", "token_ids", "text", "finish_reason");
    assertThat(rows.get(1).get("token_ids"))
        .isEqualTo(rows.get(0).get("token_ids"))
        .isNotEqualTo(rows.get(2).get("token_ids"));
  }

  @Test
  void search_messagesWithoutATemplate_isBadInputByLine() throws IOException {
    Path prompts =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            "{\"messages\": [{\"role\": \"user\", \"content\": \"7a+5?\"}]}\n");

    assertThat(
            cli.run(
                "search",
                "--model=" + cli.model(),
                "--value=" + cli.model(),
                "--prompts=" + prompts,
                "--output=" + folder.resolve("found.jsonl")))
        .isEqualTo(2);

    assertThat(cli.err())
        .contains(prompts + ":1: row must have prompt or prompt_token_ids, as the policy has no")
        .hasLineCount(1);
  }

  @Test
  void generate_topKWhenGreedy_isBadInput() throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\": \"7a+5?\"}\n");

    assertThat(
            cli.run(
                "generate",
                "--model=" + cli.model(),
                "--prompts=" + prompts,
                "--top-k=5",
                "--output=" + folder.resolve("a")))
        .isEqualTo(2);

    assertThat(cli.err())
        .contains("topK and topP must be 0 and 1 when temperature is 0")
        .hasLineCount(1);
  }

  @Test
  void search_trainedPair_writesWhatItFound() throws IOException {
    cli.train("oreo");
    Path prompts =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            "{\"prompt\": \"7a+5?\", \"id\": 17, \"max_new_tokens\": 8}\n");

    assertThat(
            cli.run(
                "search",
                "--model=" + folder.resolve("run/policy"),
                "--value=" + folder.resolve("run/value"),
                "--prompts=" + prompts,
                "--beam=2",
                "--output=" + folder.resolve("found.jsonl")))
        .isZero();

    JsonObject row = cli.rows("found.jsonl").get(0);
    assertThat(row.keySet())
        .containsExactly(
            "prompt",
            "id",
            "max_new_tokens",
            "text",
            "token_ids",
            "value",
            "finished",
            "candidates");
    assertThat(row.getAsJsonArray("token_ids")).hasSizeLessThanOrEqualTo(8);
    assertThat(row.get("candidates").getAsInt()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void search_policyInThePlaceOfTheValueFunction_isBadInput() throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\": \"7a+5?\"}\n");

    assertThat(
            cli.run(
                "search",
                "--model=" + cli.model(),
                "--value=" + cli.model(),
                "--prompts=" + prompts,
                "--output=" + folder.resolve("found.jsonl")))
        .isEqualTo(2);

    assertThat(cli.err()).startsWith("oreo search: ").hasLineCount(1);
    assertThat(folder.resolve("found.jsonl")).doesNotExist();
  }
}
