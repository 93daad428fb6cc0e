package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.SharedData;
import dev.oreo.objective.Score;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters on disk: there and back, merged, and what is refused. */
final class AdapterFolderTest {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final Set<Score> LOG_PROB = Set.of(Score.LOG_PROB);
  private static final LoraConfig LORA =
      LoraConfig.builder()
          .rank(3)
          .alpha(5.5)
          .rankStabilized(true)
          .rankPattern(Map.of("layers.1.*down_proj", 2))
          .alphaPattern(Map.of("q_proj", 4.0))
          .excluded(LoraTargets.named("layers.0.mlp.up_proj"))
          .build();

  /** Adding to the weights and adding to what they give differ by float32's rounding. */
  private static final double MERGED = 2e-5;

  /** Weights of about 0.4 rounded to 8 bits, in two layers. */
  private static final double MERGED_BFLOAT16 = 0.2;

  @TempDir private Path folder;

  private static List<Trajectory> rows() {
    return List.of(Trajectory.of("row", new int[] {0, 5, 1, 9, 3, 11}, List.of(new Step(2, 6, 1))));
  }

  private static double[] logProbs(DjlPolicy policy) {
    return policy.score(rows(), LOG_PROB).get(0).get(Score.LOG_PROB);
  }

  @Test
  void save_policyAdapter_isTheSameWhenLoaded() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Path saved = TinyAdapter.policy(checkpoint, LORA, 1);
    Path again = folder.resolve("again");
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlTrainablePolicy trainable = base.loadTrainableAdapterPolicy(saved, 1);
        DjlPolicy frozen = base.loadAdapterPolicy(saved)) {
      trainable.save(again);

      assertThat(trainable.score(rows(), LOG_PROB).get(0).get(Score.LOG_PROB))
          .isEqualTo(logProbs(frozen));
      for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
        assertThat(again.resolve(file)).hasSameBinaryContentAs(saved.resolve(file));
      }
      assertThatThrownBy(() -> trainable.save(again))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void save_valueFunctionAdapter_isTheSameWhenLoaded() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "llama", false, 1);
    Path saved = TinyAdapter.valueFunction(checkpoint, LORA, 1);
    Path merged = folder.resolve("merged");
    Path again = folder.resolve("again");
    double[] values;
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlTrainableValueFunction trainable = base.loadTrainableAdapterValueFunction(saved, 1);
        DjlValueFunction frozen = base.loadAdapterValueFunction(saved)) {
      values = frozen.score(rows()).get(0).get(Score.VALUE);
      trainable.save(again);
      trainable.saveMerged(merged, Precision.FP32);

      assertThat(values).isNotEqualTo(new double[values.length]);
      assertThat(trainable.score(rows()).get(0).get(Score.VALUE)).isEqualTo(values);
      assertThat(again.resolve("adapter_model.safetensors"))
          .hasSameBinaryContentAs(saved.resolve("adapter_model.safetensors"));
    }
    try (DjlValueFunction whole = HuggingFaceCheckpoint.open(merged).loadValueFunction(FP32)) {
      assertThat(whole.score(rows()).get(0).get(Score.VALUE))
          .containsExactly(values, within(MERGED));
    }
  }

  @ParameterizedTest
  @CsvSource({"false, FP32", "true, FP32", "false, BF16"})
  void saveMerged_policyAdapter_scoresAsAdapted(boolean mapped, Precision stored)
      throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", false, 1);
    Path saved = TinyAdapter.policy(checkpoint, LORA, 1);
    Path merged = folder.resolve("merged");
    double[] adapted;
    ModelOptions options = mapped ? FP32.withMappedWeights() : FP32;
    try (DjlBaseModel base = checkpoint.loadBase(options);
        DjlTrainablePolicy policy = base.loadTrainableAdapterPolicy(saved, 1)) {
      adapted = policy.score(rows(), LOG_PROB).get(0).get(Score.LOG_PROB);
      policy.saveMerged(merged, stored);
    }

    HuggingFaceCheckpoint whole = HuggingFaceCheckpoint.open(merged);
    double tolerance = stored == Precision.BF16 ? MERGED_BFLOAT16 : MERGED;
    try (DjlPolicy policy = whole.loadPolicy(FP32)) {
      assertThat(logProbs(policy)).containsExactly(adapted, within(tolerance));
    }
    assertThat(Files.readString(merged.resolve("config.json")))
        .contains(stored == Precision.BF16 ? "bfloat16" : "float32");
    assertThat(whole.tokenizer().encode("abc").tokenIds()).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          use_dora             | true                  | use_dora must be absent, null or false, got true (not implemented)
          bias                 | "lora_only"           | bias must be one of [none], got "lora_only" (not implemented)
          fan_in_fan_out       | true                  | fan_in_fan_out must be absent, null or false, got true (not implemented)
          init_lora_weights    | "pissa"               | init_lora_weights must be one of
          some_new_method      | {"a": 1}              | some_new_method must be absent, null or false, got {"a":1} (not implemented)
          layer_replication    | [[0, 1]]              | layer_replication must be absent, null or false, got [[0,1]] (not implemented)
          modules_to_save      | ["embed_tokens"]      | modules_to_save must be among [], got ["embed_tokens"] (not implemented)
          peft_type            | "IA3"                 | peft_type must be LORA, got "IA3" (not implemented)
          layers_pattern       | ["h"]                 | layers_pattern must be layers, got ["h"] (not implemented)
          target_modules       | ["q_proj", "lm_head"] | targets must be linear layers of the decoder's layers, got lm_head in
          """)
  void loadAdapterPolicy_whatIsNotImplemented_isRefusedByName(
      String key, String value, String message) throws IOException {
    try (DjlBaseModel base = changed(key, JsonParser.parseString(value))) {
      assertThatThrownBy(() -> base.loadAdapterPolicy(folder.resolve("changed")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          task_type      | "TOKEN_CLS"       | adapter_config.json: task_type must be CAUSAL_LM, got TOKEN_CLS
          r              | 0                 | adapter_config.json: r must be > 0, got 0
          lora_alpha     | "x"               | adapter_config.json: lora_alpha must be a finite number > 0, got "x"
          lora_dropout   | 1                 | adapter_config.json: dropout must be in [0, 1), got 1.0
          target_modules | ["x"]             | adapter_config.json: targets must hold at least one linear layer
          target_modules | null              | adapter_config.json must have target_modules
          rank_pattern   | {"q_proj": "x"}   | adapter_config.json: rank_pattern.q_proj must be a whole number, got "x"
          rank_pattern   | {"(": 2}          | adapter_config.json: pattern must be a regular expression, got (
          r              | 4                 | weight base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight: expected shape [4, 16], found [3, 16] (adapter_model.safetensors)
          """)
  void loadAdapterPolicy_whatIsMalformed_isRejected(String key, String value, String message)
      throws IOException {
    try (DjlBaseModel base = changed(key, JsonParser.parseString(value))) {
      assertThatThrownBy(() -> base.loadAdapterPolicy(folder.resolve("changed")))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void loadAdapterPolicy_keysThatSayNothing_areIgnored() throws IOException {
    try (DjlBaseModel base = changed("some_new_method", JsonParser.parseString("[]"));
        DjlPolicy policy = base.loadAdapterPolicy(folder.resolve("changed"))) {
      assertThat(logProbs(policy)).isNotEmpty();
    }
  }

  @Test
  void loadAdapter_missingFiles_areNamed() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Path saved = TinyAdapter.policy(checkpoint, LORA, 1);
    Files.delete(saved.resolve("adapter_model.safetensors"));
    try (DjlBaseModel base = checkpoint.loadBase(FP32)) {
      assertThatThrownBy(() -> base.loadAdapterPolicy(saved))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessage(saved + " must hold adapter_model.safetensors, found none");
      assertThatThrownBy(() -> base.loadAdapterPolicy(checkpoint.directory()))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessage(checkpoint.directory() + " must hold adapter_config.json, found none");
      assertThatThrownBy(() -> base.loadAdapterValueFunction(saved))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessage(
              saved.resolve("adapter_config.json")
                  + ": task_type must be TOKEN_CLS, got CAUSAL_LM");
    }
  }

  /** Makes a policy's adapter with one key of its configuration changed; returns its base. */
  private DjlBaseModel changed(String key, JsonElement value) throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    Path saved = TinyAdapter.policy(checkpoint, LoraConfig.builder().rank(3).alpha(5).build(), 1);
    Path target = folder.resolve("changed");
    Files.move(saved, target);
    JsonObject json = SharedData.json(target.resolve("adapter_config.json"));
    json.add(key, value);
    Files.writeString(target.resolve("adapter_config.json"), json.toString());
    return checkpoint.loadBase(FP32);
  }
}
