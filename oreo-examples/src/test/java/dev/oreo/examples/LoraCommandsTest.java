package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ObjectArrays;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters on the command line: trained, used, gone on with, merged. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class LoraCommandsTest {
  /** Adding to the weights and adding to what they give differ by float32's rounding. */
  private static final double MERGED = 2e-5;

  private static final String[] LORA = {
    "--lora-rank=4",
    "--lora-alpha=8",
    "--value-lora-rank=2",
    "--lora-dropout=0.1",
    "--learning-rate=1e-2",
    "--value-learning-rate=1e-2",
    "--epochs=3"
  };

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
  }

  private String at(String option, String path) {
    return option + "=" + folder.resolve(path);
  }

  private int train(String... options) {
    return cli.train("oreo", ObjectArrays.concat(LORA, options, String.class));
  }

  private int score(String output, String... options) {
    String[] args = {"score", "--data=" + cli.data(), at("--output", output)};
    return cli.run(ObjectArrays.concat(args, options, String.class));
  }

  private JsonObject adapter(String path) throws IOException {
    return cli.json(path + "/adapter_config.json");
  }

  private static void assertClose(JsonObject row, JsonObject other, String key) {
    JsonArray expected = other.getAsJsonArray(key);
    List<JsonElement> actual = row.getAsJsonArray(key).asList();
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).getAsDouble())
          .isCloseTo(expected.get(i).getAsDouble(), within(MERGED));
    }
  }

  @Test
  void train_loraRank_writesAdaptersThatCommandsTake() throws IOException {
    assertThat(train()).isZero();

    assertThat(adapter("run/policy").get("r").getAsInt()).isEqualTo(4);
    assertThat(adapter("run/policy").get("lora_alpha").getAsInt()).isEqualTo(8);
    assertThat(adapter("run/value").get("r").getAsInt()).isEqualTo(2);
    assertThat(adapter("run/value").get("lora_alpha").getAsInt()).isEqualTo(2);
    assertThat(adapter("run/value").get("task_type").getAsString()).isEqualTo("TOKEN_CLS");
    Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\": \"7a+5?\"}\n");
    String model = "--model=" + cli.model();
    String policy = at("--adapter", "run/policy");
    assertThat(
            cli.run(
                "generate",
                model,
                policy,
                "--mapped",
                "--prompts=" + prompts,
                "--max-new-tokens=5",
                at("--output", "answers.jsonl")))
        .isZero();
    assertThat(
            cli.run(
                "search",
                model,
                policy,
                at("--value", "run/value"),
                "--prompts=" + prompts,
                "--beam=2",
                "--max-steps=2",
                "--max-new-tokens=5",
                at("--output", "found.jsonl")))
        .isZero();
    assertThat(cli.rows("answers.jsonl")).hasSize(1);
    assertThat(cli.rows("found.jsonl").get(0).has("value")).isTrue();
  }

  @Test
  void rolloutAndEvaluate_adapters_areTakenAndTold() throws IOException {
    assertThat(train()).isZero();
    Files.writeString(
        folder.resolve("problems.jsonl"),
        "{\"question\": \"7a+5?\", \"answer\": \"7a+5=2\\n#### 2\"}\n");
    String[] common = {
      "--task=arithmetic",
      at("--dataset", "problems.jsonl"),
      "--model=" + cli.model(),
      at("--adapter", "run/policy"),
      "--samples=2",
      "--max-new-tokens=6"
    };
    String[] rollout = {"rollout", at("--output", "rollouts.jsonl")};
    String[] evaluate = {
      "evaluate",
      at("--value", "run/value"),
      "--modes=greedy,best-of-n,beam",
      "--beam=2",
      at("--output", "evaluation")
    };

    assertThat(cli.run(ObjectArrays.concat(rollout, common, String.class))).isZero();
    assertThat(cli.run(ObjectArrays.concat(evaluate, common, String.class))).isZero();

    String plain =
        cli.json("run/manifest.json").getAsJsonObject("checkpoints").get("policy").getAsString();
    for (String manifest : List.of("rollouts.jsonl.manifest.json", "evaluation/manifest.json")) {
      assertThat(cli.json(manifest).getAsJsonObject("checkpoints").get("policy").getAsString())
          .startsWith(plain + "+");
    }
  }

  @Test
  void merge_bothNetworks_scoreAsTheAdaptersDo() throws IOException {
    assertThat(train()).isZero();
    for (String network : List.of("policy", "value")) {
      assertThat(
              cli.run(
                  "merge",
                  "--model=" + cli.model(),
                  at("--adapter", "run/" + network),
                  at("--output", "merged-" + network)))
          .isZero();
    }

    assertThat(
            score(
                "adapted.jsonl",
                "--model=" + cli.model(),
                at("--adapter", "run/policy"),
                at("--value", "run/value"),
                at("--reference", "run/policy")))
        .isZero();
    assertThat(
            score(
                "merged.jsonl",
                at("--model", "merged-policy"),
                at("--value", "merged-value"),
                "--reference=" + cli.model()))
        .isZero();

    List<JsonObject> adapted = cli.rows("adapted.jsonl");
    List<JsonObject> merged = cli.rows("merged.jsonl");
    for (int i = 0; i < adapted.size(); i++) {
      assertClose(merged.get(i), adapted.get(i), "log_probs");
      assertClose(merged.get(i), adapted.get(i), "values");
      assertThat(adapted.get(i).get("reference_log_probs"))
          .isEqualTo(adapted.get(i).get("log_probs"));
      assertThat(merged.get(i).get("reference_log_probs"))
          .isNotEqualTo(merged.get(i).get("log_probs"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oreo", "ppo", "grpo"})
  void train_adaptersOfAnEarlierRun_goOn(String objective) throws IOException {
    assertThat(train()).isZero();
    String[] args = {
      "train",
      "--objective=" + objective,
      "--model=" + cli.model(),
      at("--adapter", "run/policy"),
      "--data=" + cli.data(),
      at("--output", "second")
    };
    String[] value =
        objective.equals("grpo") ? new String[0] : new String[] {at("--value", "run/value")};

    assertThat(cli.run(ObjectArrays.concat(args, value, String.class))).as(cli.err()).isZero();

    assertThat(adapter("second/policy")).isEqualTo(adapter("run/policy"));
    assertThat(folder.resolve("second/policy/adapter_model.safetensors"))
        .exists()
        .satisfies(
            file ->
                assertThat(Files.readAllBytes(file))
                    .isNotEqualTo(
                        Files.readAllBytes(
                            folder.resolve("run/policy/adapter_model.safetensors"))));
  }

  @Test
  void train_referenceCacheWithAdapters_isThatOfThePolicyBeforeTraining() throws IOException {
    assertThat(cli.train("oreo", "--kl=k3", "--lora-rank=2", at("--reference-cache", "cache")))
        .as(cli.err())
        .isZero();
    assertThat(
            cli.run(
                "train",
                "--objective=oreo",
                "--kl=k3",
                "--model=" + cli.model(),
                at("--adapter", "run/policy"),
                "--value-lora-rank=2",
                "--data=" + cli.data(),
                at("--reference-cache", "cache"),
                at("--output", "second")))
        .as(cli.err())
        .isZero();

    try (var caches = Files.list(folder.resolve("cache"))) {
      assertThat(caches).as("one of the model and one of its adapters").hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --lora-alpha=8                   | --lora-alpha must not be given without --lora-rank: it has no use
          --rslora                         | --rslora must not be given without --lora-rank: it has no use
          --value-lora-rank=8              | --value-lora-rank must not be given without --lora-rank or --adapter
          --lora-rank=0                    | rank must be >= 1, got 0
          --lora-rank=4 --lora-targets=c   | targets must name linear layers, such as [down_proj,
          --mapped                         | mapped must be false for weights that are trained, got true
          --lora-rank=4 --adapter=x        | --lora-rank must not be given with --adapter, which has one
          --adapter=x                      | --value-lora-rank or --value must be given with --adapter
          """)
  void train_uselessOrBadOptions_areRejected(String options, String message) {
    assertThat(cli.train("oreo", options.split(" "))).isEqualTo(2);

    assertThat(cli.err()).contains(message);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void train_valueRankWithoutAValueFunction_isRejected() {
    assertThat(cli.train("sft", "--lora-rank=4", "--value-lora-rank=4")).isEqualTo(2);

    assertThat(cli.err())
        .contains("--value-lora-rank must not be given with --objective sft: it has no use");
  }
}
