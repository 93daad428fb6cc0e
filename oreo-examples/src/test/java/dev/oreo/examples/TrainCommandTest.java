package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oreo train} from arguments to files, on a small random model. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class TrainCommandTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "step", "response"})
  void trainOreo_everyGranularity_writesACompleteFolder(String granularity) throws IOException {
    assertThat(cli.train("oreo", "--granularity=" + granularity)).isZero();

    assertThat(childrenOfRun())
        .containsExactlyInAnyOrder("policy", "value", "metrics.jsonl", "manifest.json");
    assertThat(cli.json("run/manifest.json").getAsJsonObject("config").get("alpha").getAsDouble())
        .isEqualTo(granularity.equals("token") ? 0.01 : granularity.equals("step") ? 0.1 : 0.3);
    assertThat(Files.readAllLines(folder.resolve("run/metrics.jsonl"))).hasSize(1);
    assertThat(cli.out()).contains("3 rows of");
  }

  @Test
  void trainSft_defaults_areThreeEpochsAtTheirRate() throws IOException {
    assertThat(cli.train("sft")).isZero();

    assertThat(childrenOfRun())
        .containsExactlyInAnyOrder("policy", "metrics.jsonl", "manifest.json");
    JsonObject trainer =
        cli.json("run/manifest.json").getAsJsonObject("config").getAsJsonObject("trainer");
    assertThat(trainer.get("epochs").getAsInt()).isEqualTo(3);
    assertThat(trainer.get("policyLearningRate").getAsDouble()).isEqualTo(2e-5);
  }

  @Test
  void trainOreo_sharedPromptsAndComputedAgain_countsTheSameTokens() throws IOException {
    assertThat(cli.train("oreo", "--group-prompts", "--gradient-checkpointing")).isZero();
    JsonObject config = cli.json("run/manifest.json").getAsJsonObject("config");
    String grouped = Files.readString(folder.resolve("run/metrics.jsonl"));
    assertThat(config.get("group_prompts").getAsString()).isEqualTo("true");
    assertThat(config.get("gradient_checkpointing").getAsString()).isEqualTo("true");
    assertThat(config.get("precision").getAsString()).isEqualTo("FP32"); // as the model is stored

    MoreFiles.deleteRecursively(folder.resolve("run"));
    assertThat(cli.train("oreo")).isZero();

    assertThat(losses(grouped))
        .isEqualTo(losses(Files.readString(folder.resolve("run/metrics.jsonl"))));
  }

  @Test
  void trainOreo_groupedPrompts_haveAnOrderOfTheirOwn() throws IOException {
    List<Long> grouped = new ArrayList<>();
    List<Long> shuffled = new ArrayList<>();
    for (int seed = 1; seed <= 6; seed++) {
      grouped.add(firstUpdateTokens("--seed=" + seed, "--batch-size=2", "--group-prompts"));
      shuffled.add(firstUpdateTokens("--seed=" + seed, "--batch-size=2"));
    }

    assertThat(grouped).isNotEqualTo(shuffled);
  }

  private long firstUpdateTokens(String... options) throws IOException {
    assertThat(cli.train("oreo", options)).isZero();
    String first = Files.readAllLines(folder.resolve("run/metrics.jsonl")).get(0);
    MoreFiles.deleteRecursively(folder.resolve("run"));
    return JsonParser.parseString(first).getAsJsonObject().get("tokens").getAsLong();
  }

  /** Losses of the only update, to as many digits as the order of float32 sums leaves. */
  private static String losses(String line) {
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
    return "%.4f %.4f %d"
        .formatted(
            json.get("policy_loss").getAsDouble(),
            json.get("value_loss").getAsDouble(),
            json.get("tokens").getAsLong());
  }

  @Test
  void trainOreo_valueOfAnEarlierRun_goesOn() {
    assertThat(cli.train("oreo")).isZero();

    assertThat(
            cli.run(
                "train",
                "--objective=oreo",
                "--model=" + folder.resolve("run/policy"),
                "--value=" + folder.resolve("run/value"),
                "--reference=" + cli.model(),
                "--data=" + cli.data(),
                "--output=" + folder.resolve("second")))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt': '7a+5?', 'response': '2'}|row must have a reward",
        "{'prompt': '7a+5?', 'response': '2', 'reward': NaN}|reward must be a finite number, got NaN",
        "{'prompt': '7a+5?', 'response': '', 'reward': 1}|response must have at least one token"
      })
  void trainOreo_badRow_isBadInputAndLeavesNothing(String row, String message) throws IOException {
    Files.writeString(cli.data(), row.replace('\'', '"') + "\n");

    assertThat(cli.train("oreo")).isEqualTo(2);

    assertThat(cli.err())
        .startsWith("oreo train: ")
        .contains("rows.jsonl:1: ", message)
        .hasLineCount(1);
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**/.run*");
  }

  @Test
  void trainOreo_badRowsToBeSkipped_areCountedAndReported() throws IOException {
    Files.writeString(cli.data(), Cli.ROWS + "{\"prompt\": \"7a+5?\", \"response\": \"2\"}\n");

    assertThat(cli.train("oreo", "--skip-invalid")).isZero();

    assertThat(cli.out()).contains("dropped 1 rows: bad reward");
  }

  @Test
  void trainOreo_rowLongerThanTheLimit_isBadInput() {
    assertThat(cli.train("oreo", "--max-length=6")).isEqualTo(2);

    assertThat(cli.err()).contains("rows.jsonl:1: ", "6");
  }

  @Test
  void trainOreo_outputBelowAFile_isBadInput() {
    assertThat(
            cli.run(
                "train",
                "--objective=oreo",
                "--model=" + cli.model(),
                "--data=" + cli.data(),
                "--output=" + cli.data().resolve("run")))
        .isEqualTo(2);

    assertThat(cli.err()).contains("rows.jsonl").hasLineCount(1);
  }

  private List<String> childrenOfRun() throws IOException {
    try (Stream<Path> children = Files.list(folder.resolve("run"))) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }
}
