package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.oreo.SharedData;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter.Entry;
import dev.oreo.djl.internal.checkpoint.WeightCheck.ValueHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightCheckTest {
  private static final ModelConfig TIED = config("llama", true, 1);
  private static final ModelConfig UNTIED = config("llama", false, 1);

  private final Path folder;

  WeightCheckTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixtures/hf/llama-basic",
        "fixtures/hf/llama-headdim",
        "fixtures/hf/llama-gqa-rope3",
        "fixtures/hf/qwen2",
        "fixtures/hf/qwen2-tied",
        "fixtures/hf/qwen2-bf16",
        "fixtures/hf/qwen2-f16",
        "fixtures/hf/qwen2-sharded",
        "fixtures/hf/mistral",
        "fixtures/hf/qwen3",
        "fixtures/hf/gemma",
        "fixtures/hf/minicpm",
        "fixtures/oreo_step/qwen2/policy",
        "fixtures/oreo_step/llama-gqa-rope3/reference",
        "models/stories260K/hf"
      })
  void causalLm_realCheckpoints_fit(String name) throws IOException {
    Path path = SharedData.path(name);

    WeightCheck.causalLm(SafetensorsIndex.open(path), ModelConfig.read(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixtures/hf/qwen2/value",
        "fixtures/hf/llama-gqa-rope3/value",
        "fixtures/hf/mistral/value",
        "fixtures/hf/qwen3/value",
        "fixtures/hf/gemma/value",
        "fixtures/oreo_step/qwen2/value"
      })
  void valueFunction_realCheckpoints_fit(String name) throws IOException {
    Path path = SharedData.path(name);

    ValueHead head = WeightCheck.valueFunction(SafetensorsIndex.open(path), ModelConfig.read(path));

    assertThat(head).isEqualTo(new ValueHead("score.weight", Optional.of("score.bias")));
  }

  @Test
  void valueFunction_authorsHead_hasNoBias() throws IOException {
    SafetensorsIndex index = write(TensorNames.authorsValueFunction(UNTIED), List.of());

    assertThat(WeightCheck.valueFunction(index, UNTIED))
        .isEqualTo(new ValueHead("value_head.weight", Optional.empty()));
  }

  @Test
  void valueFunction_languageModel_saysThatTheHeadIsMissing() throws IOException {
    SafetensorsIndex index = write(TensorNames.causalLm(UNTIED), List.of());

    assertThatThrownBy(() -> WeightCheck.valueFunction(index, UNTIED))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "%s must hold a value head (score.weight and score.bias, or value_head.weight),"
                + " found none: it is a language model",
            index.source());
  }

  @Test
  void valueFunction_twoLabels_areMisshapen() throws IOException {
    List<WeightSpec> specs =
        replace(
            TensorNames.tokenClassification(UNTIED),
            "score.weight",
            WeightSpec.of("score.weight", 2, 4));
    SafetensorsIndex index = write(specs, List.of());

    assertThatThrownBy(() -> WeightCheck.valueFunction(index, UNTIED))
        .hasMessage("weight score.weight: expected shape [1, 4], found [2, 4] (model.safetensors)");
  }

  @Test
  void causalLm_storedFrequenciesAndTiedHead_areIgnored() throws IOException {
    SafetensorsIndex index =
        write(
            TensorNames.causalLm(TIED),
            List.of(
                entry("lm_head.weight", StoredType.F32, 8, 4),
                entry("model.layers.0.self_attn.rotary_emb.inv_freq", StoredType.F32, 1)));

    WeightCheck.causalLm(index, TIED);

    assertThatThrownBy(() -> WeightCheck.causalLm(index, config("llama", true, 2)))
        .isInstanceOf(CheckpointFormatException.class);
  }

  @Test
  void causalLm_everyProblem_isListed() throws IOException {
    UnaryOperator<String> inLayer = part -> TensorNames.inLayer(0, part);
    List<WeightSpec> specs = new ArrayList<>(TensorNames.causalLm(UNTIED));
    specs.removeIf(spec -> spec.name().equals("model.norm.weight"));
    String query = inLayer.apply("self_attn.q_proj.weight");
    specs = replace(specs, query, WeightSpec.of(query, 4, 6));
    SafetensorsIndex index =
        write(specs, List.of(entry(inLayer.apply("self_attn.q_proj.bias"), StoredType.F32, 4)));

    assertThatThrownBy(() -> WeightCheck.causalLm(index, UNTIED))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            """
            %s: 3 weights differ from config.json:
              weight model.layers.0.self_attn.q_proj.weight: expected shape [4, 4], found [4, 6] \
            (model.safetensors)
              weight model.norm.weight: expected shape [4], found none (model.safetensors)
              weight model.layers.0.self_attn.q_proj.bias: expected none, found shape [4] \
            (model.safetensors)""",
            index.source());
  }

  @Test
  void causalLm_weightsOfAnotherType_areRejected() throws IOException {
    List<WeightSpec> specs = new ArrayList<>(TensorNames.causalLm(UNTIED));
    specs.removeIf(spec -> spec.name().equals("model.norm.weight"));
    SafetensorsIndex index = write(specs, List.of(entry("model.norm.weight", StoredType.I64, 4)));

    assertThatThrownBy(() -> WeightCheck.causalLm(index, UNTIED))
        .hasMessage(
            "weight model.norm.weight: expected type F32, F16 or BF16, found I64"
                + " (model.safetensors)");
  }

  @Test
  void causalLm_configOfAnotherModel_isShortened() throws IOException {
    SafetensorsIndex index = write(TensorNames.causalLm(UNTIED), List.of());

    assertThatThrownBy(() -> WeightCheck.causalLm(index, config("llama", false, 30)))
        .hasMessageContaining("261 weights differ")
        .hasMessageEndingWith("and 161 more");
  }

  @Test
  void qwen2_biases_areOnQueryKeyAndValueOnly() {
    assertThat(TensorNames.causalLm(config("qwen2", true, 1)))
        .extracting(WeightSpec::name)
        .filteredOn(name -> name.endsWith(".bias"))
        .containsExactly(
            "model.layers.0.self_attn.q_proj.bias",
            "model.layers.0.self_attn.k_proj.bias",
            "model.layers.0.self_attn.v_proj.bias");
  }

  @Test
  void qwen3_norms_areOnEveryHead() {
    assertThat(TensorNames.causalLm(config("qwen3", true, 2)))
        .filteredOn(spec -> spec.name().contains("self_attn") && spec.name().contains("norm"))
        .extracting(WeightSpec::name)
        .containsExactly(
            "model.layers.0.self_attn.q_norm.weight",
            "model.layers.0.self_attn.k_norm.weight",
            "model.layers.1.self_attn.q_norm.weight",
            "model.layers.1.self_attn.k_norm.weight");
  }

  private static List<WeightSpec> replace(List<WeightSpec> specs, String name, WeightSpec by) {
    return specs.stream().map(spec -> spec.name().equals(name) ? by : spec).toList();
  }

  private static Entry entry(String name, StoredType type, long... shape) {
    return new Entry(name, type, shape);
  }

  private SafetensorsIndex write(List<WeightSpec> specs, List<Entry> more) throws IOException {
    List<Entry> entries = new ArrayList<>();
    specs.forEach(spec -> entries.add(entry(spec.name(), StoredType.F32, spec.shape())));
    entries.addAll(more);
    SafetensorsWriter.write(
        folder,
        entries,
        SafetensorsWriter.DEFAULT_MAX_SHARD_BYTES,
        tensor -> List.of(ByteBuffer.allocateDirect((int) tensor.bytes())));
    return SafetensorsIndex.open(folder);
  }

  private static ModelConfig config(String type, boolean tied, int layers) {
    String json =
        """
        {"model_type": "%s", "vocab_size": 8, "hidden_size": 4, "intermediate_size": 6,
         "num_hidden_layers": %d, "num_attention_heads": 2, "num_key_value_heads": 1,
         "tie_word_embeddings": %b}
        """
            .formatted(type, layers, tied);
    return ModelConfig.parse(JsonParser.parseString(json).getAsJsonObject(), "config");
  }
}
