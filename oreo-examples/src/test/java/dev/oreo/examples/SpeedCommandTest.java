package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterables;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.examples.speed.ModelShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oreo speed}: every kind of workload once, on a small random model. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class SpeedCommandTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
  }

  private JsonObject work(String json) throws IOException {
    Path file = folder.resolve("workload.json");
    Files.writeString(file, json.replace("MODEL", cli.model().toString()));

    assertThat(cli.run("speed", "work", file.toString())).as(cli.err()).isZero();

    JsonObject measured =
        JsonParser.parseString(Iterables.getLast(cli.out().lines().toList())).getAsJsonObject();
    assertThat(measured.getAsJsonArray("seconds")).hasSize(1);
    assertThat(measured.getAsJsonArray("seconds").get(0).getAsDouble()).isPositive();
    return measured;
  }

  private JsonObject update(String method, String memory) throws IOException {
    return work(
        """
        {"kind": "update", "model": "MODEL", "method": "METHOD", "micro_batch_tokens": 64,
         "memory": "MEMORY", "warmup": 1, "count": 1,
         "rows": [{"prompt": [1, 2, 3], "response": [4, 5], "reward": 0},
                  {"prompt": [1, 2, 3], "response": [6, 7, 8], "reward": 1}]}
        """
            .replace("METHOD", method)
            .replace("MEMORY", memory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GRAPHS", "ONE_GRAPH", "CHECKPOINTS"})
  void work_update_countsTheTokensOfItsRows(String memory) throws IOException {
    JsonObject measured = update("OREO", memory);

    assertThat(measured.get("tokens").getAsInt()).isEqualTo(11);
    // V is 0 before the first update, which has seen rewards of 0 and 1 by then
    assertThat(measured.get("note").getAsString()).startsWith("update 2: value loss 0.");
  }

  @Test
  void work_adapters_learnLessThanAllWeights() throws IOException {
    String adapters = update("OREO_ADAPTERS", "GRAPHS").get("note").getAsString();
    String all = update("OREO", "GRAPHS").get("note").getAsString();

    assertThat(valueLoss(all)).isPositive().isLessThan(valueLoss(adapters));
    assertThat(valueLoss(adapters)).isLessThan(0.5);
  }

  private static double valueLoss(String note) {
    return Double.parseDouble(note.replaceAll(".*value loss ([0-9.]+),.*", "$1"));
  }

  @Test
  void work_dpo_learnsFromPairsOfRows() throws IOException {
    JsonObject measured = update("DPO", "GRAPHS");

    assertThat(measured.get("tokens").getAsInt()).isEqualTo(11);
    // log 2 before the first update, less before the second
    assertThat(measured.get("note").getAsString()).contains("update 2: ", "policy loss 0.6");
  }

  @Test
  void work_generate_drawsEverySample() throws IOException {
    JsonObject measured =
        work(
            """
            {"kind": "generate", "model": "MODEL", "prompts": [[1, 2, 3], [4, 5]], "samples": 2,
             "max_new_tokens": 1, "times": 1, "least_seconds": 0}
            """);

    assertThat(measured.get("tokens").getAsInt()).isEqualTo(4);
  }

  @Test
  void work_search_drawsWholeSteps() throws IOException {
    Path value = folder.resolve("value");
    ModelShape.createValue(cli.model(), value);

    JsonObject measured =
        work(
            """
            {"kind": "search", "model": "MODEL", "value": "VALUE", "prompts": [[1, 2, 3], [4, 5]],
             "beam": 2, "steps": 2, "step_tokens": 3, "times": 1, "least_seconds": 0}
            """
                .replace("VALUE", value.toString()));

    // the first step draws 2, the second 2 of each of 2, 3 tokens each, for two problems
    assertThat(measured.get("tokens").getAsInt()).isEqualTo(3 * (2 + 4) * 2);
  }

  @Test
  void work_unknownKind_isBadInput() throws IOException {
    Path file = Files.writeString(folder.resolve("workload.json"), "{\"kind\": \"walk\"}");

    assertThat(cli.run("speed", "work", file.toString())).isEqualTo(2);
    assertThat(cli.err()).contains("kind must be update, generate or search, got walk");
  }

  @Test
  void compare_unknownCase_isBadInput() {
    assertThat(cli.run("speed", "compare", "--output=" + folder.resolve("speed"), "--only=walk"))
        .isEqualTo(2);
    assertThat(cli.err())
        .contains("--only must name cases of [update-small, ")
        .contains("got walk");
  }

  @Test
  void compare_rolloutsWithoutProblems_isBadInput() {
    Path output = folder.resolve("speed");

    assertThat(cli.run("speed", "compare", "--output=" + output, "--rollout-model=" + cli.model()))
        .isEqualTo(2);
    assertThat(cli.err())
        .contains("--rollout-model and --rollout-dataset must be given together, got ")
        .contains("and null");
  }

  @Test
  void compare_rolloutsByAModelWithoutChatTemplate_isBadInput() throws IOException {
    Path dataset =
        Files.writeString(
            folder.resolve("problems.jsonl"), "{\"question\": \"1+1?\", \"answer\": \"#### 2\"}\n");

    assertThat(
            cli.run(
                "speed",
                "compare",
                "--output=" + folder.resolve("speed"),
                "--only=rollouts",
                "--rollout-model=" + cli.model(),
                "--rollout-dataset=" + dataset))
        .isEqualTo(2);
    assertThat(cli.err()).contains("must have a checkpoint with a chat template");
  }
}
