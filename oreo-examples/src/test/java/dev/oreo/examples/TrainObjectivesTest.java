package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every objective of {@code oreo train}, from rows to a changed checkpoint. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class TrainObjectivesTest {
  /** Two prompts, each with a rewarded answer and two others. */
  private static final String ROWS =
      """
      {"prompt": "7a+5?", "response": "7a+5=2\\n#### 2", "reward": 1}
      {"prompt": "7a+5?", "response": "7a+5=3\\n#### 3", "reward": 0}
      {"prompt": "7a+5?", "response": "#### 1", "reward": 0}
      {"prompt": "1a*3?", "response": "1a*3=3\\n#### 3", "reward": 1}
      {"prompt": "1a*3?", "response": "#### 3", "reward": 1}
      {"prompt": "1a*3?", "response": "1a*3=4\\n#### 4", "reward": 0}
      """;

  private static final String PAIRS =
      """
      {"prompt": "7a+5?", "chosen": "#### 2", "rejected": "#### 3"}
      {"prompt": "1a*3?", "chosen": "#### 3", "rejected": "#### 4"}
      """;

  private static final String LABELS =
      """
      {"prompt": "7a+5?", "completion": "#### 2", "label": true}
      {"prompt": "1a*3?", "completion": "#### 4", "label": false}
      """;

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rejection|",
        "rejection|--keep=best --threshold=0.5",
        "rejection|--keep=1 --deduplicate",
        "oreo|--reward-scale=2 --reward-shift=-1 --balance",
        "oreo|--form=one_step --importance=per_trajectory",
        "oreo|--form=full_suffix --granularity=step --steps=newline",
        "oreo|--clip-log-ratio=2 --averaged-policy --average-decay=0.9",
        "oreo|--granularity=response --hinge=0.1",
        "oreo|--kl-target=0.1",
        "dqo|--lambda=0.9 --no-importance --full-gradient --alpha=0.01 --kl=k3",
        "pcl|--window=2",
        "pcl|--window=0 --trust=0.1",
        "dro|--tau=0.5",
        "dro-p|",
        "tbrm|--beta=0.1",
        "shiq|--sum",
        "astarpo|--beta1=0.3 --beta2=0.01",
        "copg|--beta=0.1",
        "rebel|--format=rows --pairs-per-prompt=2",
        "dpo|--format=rows --label-smoothing=0.1 --nll=0.2",
        "ipo|--format=rows --length-normalized",
        "kto|--format=rows --desirable-weight=1.2",
        "grpo|--reduction=grpo --alpha=0.04",
        "grpo|--reduction=dr_grpo --clip-range=0.1 --clip-range-high=0.3",
        "ppo|--value-clip=0.1 --gae-lambda=0.9 --kl-penalty=0",
        "ppo|--kl-penalty=0.02"
      })
  void train_rowsWithRewards_changeThePolicy(String objective, String options) throws IOException {
    Files.writeString(cli.data(), ROWS);

    assertThat(cli.train(objective, split(options))).as(cli.err()).isZero();

    assertTrained(List.of("oreo", "dqo", "pcl", "dro", "ppo").contains(objective));
  }

  @ParameterizedTest
  @CsvSource({"dpo", "ipo", "rebel"})
  void train_preferences_areTheDefaultOfPairObjectives(String objective) throws IOException {
    Files.writeString(cli.data(), PAIRS);

    assertThat(cli.train(objective)).as(cli.err()).isZero();

    assertTrained(false);
  }

  @ParameterizedTest
  @CsvSource({"kto, false", "oreo, true"})
  void train_labels_areRewards(String objective, boolean withValue) throws IOException {
    Files.writeString(cli.data(), LABELS);

    assertThat(cli.train(objective, "--format=labels")).as(cli.err()).isZero();

    assertTrained(withValue);
  }

  @Test
  void train_messages_areRenderedByTheModelsChatTemplate() throws IOException {
    Files.writeString(
        cli.model().resolve("chat_template.jinja"),
        "{% for m in messages %}{{ m.content }}{% if m.role == 'assistant' %}\n{% endif %}{% endfor %}");
    Files.writeString(
        cli.data(),
        """
        {"messages": [{"role": "user", "content": "7a+5?"}, {"role": "assistant", "content": "2"}, \
        {"role": "user", "content": "1a*3?"}, {"role": "assistant", "content": "3"}], "reward": 1}
        """);

    assertThat(cli.train("oreo", "--format=messages")).as(cli.err()).isZero();

    assertTrained(true);
    assertThat(folder.resolve("run/policy/chat_template.jinja")).exists();
  }

  @Test
  void train_referenceCache_givesTheSamePolicyAndIsUsedAgain() throws IOException {
    Files.writeString(cli.data(), PAIRS);
    Path cache = folder.resolve("cache");
    assertThat(cli.train("dpo")).isZero();
    byte[] without = weights("run");
    Files.move(folder.resolve("run"), folder.resolve("without"));

    assertThat(cli.train("dpo", "--reference-cache=" + cache)).as(cli.err()).isZero();
    byte[] first = weights("run");
    Files.move(folder.resolve("run"), folder.resolve("first"));
    assertThat(cli.train("dpo", "--reference-cache=" + cache)).isZero();

    assertThat(cache).isDirectoryContaining("glob:**.ref");
    assertThat(first).isEqualTo(without);
    assertThat(weights("run")).isEqualTo(without);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sft|--beta=1|--beta must not be given with --objective sft: it has no use",
        "sft|--reference=model|--reference must not be given with --objective sft: it has no use",
        "tbrm|--value-learning-rate=1|--value-learning-rate must not be given with --objective"
            + " tbrm: it has no use",
        "dpo|--tau=1|--tau must not be given with --objective dpo: it has no use",
        "oreo|--steps=newline|--steps must not be given without --granularity step: it has no use",
        "oreo|--alpha=0 --kl=k3|--kl must not be given with --alpha 0: it has no use",
        "oreo|--average-decay=0.9|--average-decay must not be given without a running average",
        "dpo|--format=rows --robust|robust",
        "oreo|--format=preferences|--format must be rows, labels or messages with --objective oreo",
        "oreo|--format=messages|--format messages must have a checkpoint with a chat template",
        "oreo|--reference-cache=c|--reference-cache must be given with an objective that needs the"
            + " reference's log-probabilities alone",
        "rejection|--keep=some|--keep must be all, best or a number, got some",
        "rejection|--threshold=2|no row is left to train on",
        "nonsense||must be one of sft, rejection, oreo"
      })
  void train_optionOfNoUse_isBadInput(String objective, String options, String message)
      throws IOException {
    Files.writeString(cli.data(), ROWS);

    assertThat(cli.train(objective, split(options))).isEqualTo(2);

    assertThat(cli.err()).contains(message).hasLineCount(1);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void help_namesEveryObjectiveWithItsPaperAndOptions() {
    assertThat(cli.run("train", "--help")).isZero();

    assertThat(cli.out().replaceAll("\\s+", " "))
        .contains(
            "oreo: policy and value function from the soft Bellman equation (Wang et al. 2024,"
                + " arXiv 2412.16145) options: --granularity --steps --beta",
            "astarpo: ",
            "grpo: ",
            "ppo: ",
            "dro-p: ",
            "options: --tau and those of a value");
  }

  private static String[] split(String options) {
    return options == null ? new String[0] : options.split(" ");
  }

  private void assertTrained(boolean withValue) throws IOException {
    try (Stream<Path> children = Files.list(folder.resolve("run"))) {
      List<String> names = children.map(child -> child.getFileName().toString()).toList();
      assertThat(names).contains("policy", "metrics.jsonl", "manifest.json");
      assertThat(names.contains("value")).isEqualTo(withValue);
    }
    assertThat(weights("run"))
        .isNotEqualTo(Files.readAllBytes(cli.model().resolve("model.safetensors")));
  }

  private byte[] weights(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run + "/policy/model.safetensors"));
  }
}
