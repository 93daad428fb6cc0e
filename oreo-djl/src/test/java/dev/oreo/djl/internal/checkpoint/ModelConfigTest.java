package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.SharedData;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.UnsupportedModelException;
import dev.oreo.djl.internal.checkpoint.ModelConfig.Biases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelConfigTest {
  static final String SIZES =
      "'vocab_size':320,'hidden_size':48,'intermediate_size':64,'num_hidden_layers':2,"
          + "'num_attention_heads':4";

  @Test
  void read_llamaWithEverything_keepsEverything() throws IOException {
    ModelConfig config = ModelConfig.read(SharedData.path("fixtures/hf/llama-gqa-rope3"));

    assertThat(config.family()).isEqualTo(ModelFamily.LLAMA);
    assertThat(config.vocabularySize()).isEqualTo(336);
    assertThat(config.hiddenSize()).isEqualTo(64);
    assertThat(config.intermediateSize()).isEqualTo(96);
    assertThat(config.layers()).isEqualTo(3);
    assertThat(config.attentionHeads()).isEqualTo(4);
    assertThat(config.keyValueHeads()).isEqualTo(2);
    assertThat(config.headDim()).isEqualTo(16);
    assertThat(config.normEpsilon()).isEqualTo(1e-5);
    assertThat(config.rope())
        .isEqualTo(new RopeConfig(500, Optional.of(new Llama3RopeScaling(8, 1, 4, 32))));
    assertThat(config.biases()).isEqualTo(new Biases(true, true, true));
    assertThat(config.tiedEmbeddings()).isTrue();
    assertThat(config.maxPositions()).isEqualTo(256);
    assertThat(config.endTokenIds()).containsExactly(335);
    assertThat(config.raw().get("initializer_range").getAsDouble()).isEqualTo(0.02);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixtures/hf/llama-basic",
        "fixtures/hf/llama-headdim",
        "fixtures/hf/llama-gqa-rope3/value",
        "fixtures/hf/qwen2",
        "fixtures/hf/qwen2/value",
        "fixtures/hf/qwen2-tied",
        "fixtures/hf/qwen2-bf16",
        "fixtures/hf/qwen2-f16",
        "fixtures/hf/qwen2-sharded",
        "fixtures/hf/qwen2-sliding",
        "fixtures/hf/qwen3",
        "fixtures/hf/qwen3/value",
        "fixtures/hf/mistral",
        "fixtures/hf/mistral/value",
        "fixtures/hf/mistral-sliding",
        "fixtures/hf/gemma",
        "fixtures/hf/gemma/value",
        "fixtures/hf/minicpm",
        "fixtures/oreo_step/qwen2/policy",
        "fixtures/oreo_step/llama-gqa-rope3/value",
        "models/qwen2-tokenizer",
        "models/stories260K/hf"
      })
  void read_realConfigs_areAccepted(String folder) throws IOException {
    ModelConfig config = ModelConfig.read(SharedData.path(folder));

    assertThat(config.attentionHeads() % config.keyValueHeads()).isZero();
    assertThat(config.headDim()).isPositive();
  }

  @Test
  void parse_absentKeysOfLlama_takeTransformersDefaults() {
    ModelConfig config = parse("'model_type':'llama'," + SIZES);

    assertThat(config.keyValueHeads()).isEqualTo(4);
    assertThat(config.headDim()).isEqualTo(12);
    assertThat(config.normEpsilon()).isEqualTo(1e-6);
    assertThat(config.rope()).isEqualTo(new RopeConfig(10000, Optional.empty()));
    assertThat(config.biases()).isEqualTo(new Biases(false, false, false));
    assertThat(config.tiedEmbeddings()).isFalse();
    assertThat(config.maxPositions()).isEqualTo(2048);
    assertThat(config.endTokenIds()).containsExactly(2);
  }

  @Test
  void parse_absentKeysOfQwen2_takeTransformersDefaults() {
    ModelConfig config =
        parse(
            "'model_type':'qwen2'," + SIZES.replace("heads':4", "heads':64").replace("48", "512"));

    assertThat(config.keyValueHeads()).isEqualTo(32);
    assertThat(config.biases()).isEqualTo(new Biases(true, false, false));
    assertThat(config.maxPositions()).isEqualTo(32768);
    assertThat(config.endTokenIds()).isEmpty();
  }

  @Test
  void parse_absentKeysOfMistral_takeTransformersDefaults() {
    ModelConfig config = parse("'model_type':'mistral'," + SIZES.replace("heads':4", "heads':8"));

    assertThat(config.keyValueHeads()).isEqualTo(8);
    assertThat(config.headDim()).isEqualTo(6);
    assertThat(config.biases()).isEqualTo(new Biases(false, false, false));
    assertThat(config.slidingWindow()).contains(new SlidingWindow(4096, List.of(true, true)));
    assertThat(config.maxPositions()).isEqualTo(131072);
    assertThat(config.endTokenIds()).containsExactly(2);
  }

  @Test
  void parse_absentKeysOfQwen3_takeTransformersDefaults() {
    ModelConfig config = parse("'model_type':'qwen3'," + SIZES.replace("heads':4", "heads':32"));

    assertThat(config.keyValueHeads()).isEqualTo(32);
    assertThat(config.headDim()).isEqualTo(128);
    assertThat(config.family().normsHeads()).isTrue();
    assertThat(config.biases()).isEqualTo(new Biases(false, false, false));
    assertThat(config.slidingWindow()).isEmpty();
    assertThat(config.tiedEmbeddings()).isFalse();
    assertThat(config.maxPositions()).isEqualTo(32768);
  }

  @Test
  void parse_absentKeysOfGemma_takeTransformersDefaults() {
    ModelConfig config = parse("'model_type':'gemma'," + SIZES.replace("heads':4", "heads':16"));

    assertThat(config.keyValueHeads()).isEqualTo(16);
    assertThat(config.headDim()).isEqualTo(256);
    assertThat(config.family().normsAddOne()).isTrue();
    assertThat(config.activation()).isEqualTo(Activation.GELU_TANH);
    assertThat(config.scales()).isEqualTo(new Scales(Math.sqrt(48), 1, 1));
    assertThat(config.tiedEmbeddings()).isTrue();
    assertThat(config.maxPositions()).isEqualTo(8192);
    assertThat(config.endTokenIds()).containsExactly(1);
  }

  @Test
  void parse_miniCpm_readsScales() {
    ModelConfig absent = parse("'model_type':'minicpm'," + SIZES);
    ModelConfig config =
        parse(
            "'model_type':'minicpm','scale_emb':12,'scale_depth':1.4,'dim_model_base':24," + SIZES);

    assertThat(absent.scales()).isEqualTo(new Scales(1, 1 / Math.sqrt(2), 1 / 48.0));
    assertThat(config.scales()).isEqualTo(new Scales(12, 1.4 / Math.sqrt(2), 0.5));
    assertThat(config.ofBody().scales()).isEqualTo(new Scales(12, 1.4 / Math.sqrt(2), 1));
    assertThat(config.tiedEmbeddings()).isTrue();
  }

  @Test
  void parse_nulls_areLikeAbsentKeys() {
    ModelConfig config =
        parse(
            "'model_type':'qwen2','num_key_value_heads':null,'head_dim':null,'rope_scaling':null,"
                + "'eos_token_id':null,'sliding_window':null,"
                + SIZES);

    assertThat(config.keyValueHeads()).isEqualTo(4);
    assertThat(config.headDim()).isEqualTo(12);
    assertThat(config.rope().scaling()).isEmpty();
  }

  @Test
  void parse_filesOfTransformers5_readRopeParameters() {
    ModelConfig config =
        llama(
            "'dtype':'bfloat16','rope_parameters':{'rope_theta':5e5,'rope_type':'llama3',"
                + "'factor':32.0,'low_freq_factor':1.0,'high_freq_factor':4.0,"
                + "'original_max_position_embeddings':8192}");

    assertThat(config.rope())
        .isEqualTo(new RopeConfig(5e5, Optional.of(new Llama3RopeScaling(32, 1, 4, 8192))));
  }

  @Test
  void parse_ropeScalingOfTypeDefault_isNone() {
    assertThat(llama("'rope_scaling':{'type':'default'}").rope().scaling()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // SmolLM2, DeepSeek-R1-Distill-Qwen, TinyLlama, unsloth's copies, old Llama files
        "'is_llama_config':true,'rope_interleaved':false,"
            + "'transformers.js_config':{'kv_cache_dtype':{'q4f16':'float16'}}",
        "'use_mrope':false,'use_sliding_window':false,'sliding_window':4096,'max_window_layers':28",
        "'pretraining_tp':1,'pad_token_id':-1,'max_sequence_length':2048,'unsloth_fixed':true",
        "'_model_name_or_path':'a GGUF file','unk_token_id':0",
        "'attention_dropout':0.1,'classifier_dropout':null,'is_decoder':false,'pruned_heads':{}",
        "'_name_or_path':'x','auto_map':{'AutoModel':'y'},'do_sample':true,'temperature':0.6",
        "'id2label':{'0':'LABEL_0'},'label2id':{'LABEL_0':0},'problem_type':null",
        "'layer_types':['full_attention','full_attention'],'_attn_implementation':'sdpa'",
        "'eos_token_id':[1,2],'bos_token_id':null,'quantization_config':null,'anything':false"
      })
  void parse_keysThatChangeNothing_areAccepted(String keys) {
    assertThat(llama(keys).layers()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'rope_scaling':{'rope_type':'longrope','factor':4.0}"
            + "|config: rope_scaling.rope_type must be default, linear, dynamic, llama3 or yarn,"
            + " got \"longrope\"",
        "'rope_scaling':{'type':'su','factor':4.0}|config: rope_scaling.type must be default,",
        "'rope_scaling':{'type':'linear','factor':4.0,'beta_fast':32}"
            + "|config: key rope_scaling.beta_fast must be one that oreo implements, got 32",
        "'rope_scaling':{'type':'yarn','factor':4.0,'truncate':false}"
            + "|config: key rope_scaling.truncate must be one that oreo implements, got false",
        "'rope_scaling':{'type':'dynamic','factor':4.0,'original_max_position_embeddings':1024}"
            + "|config: rope_scaling.original_max_position_embeddings must be"
            + " max_position_embeddings, 2048, got 1024",
        "'rope_parameters':{'rope_type':'yarn','factor':4.0,"
            + "'original_max_position_embeddings':1024}"
            + "|config: rope_parameters.factor must be max_position_embeddings /"
            + " original_max_position_embeddings, 2.0, got 4.0",
        "'rope_scaling':{'rope_type':'default','mrope_section':[1]}"
            + "|config: key rope_scaling.mrope_section must be one that oreo implements, got [1]",
        "'rope_parameters':{'partial_rotary_factor':0.5}"
            + "|config: rope_parameters.partial_rotary_factor must be 1, got 0.5",
        "'hidden_act':'relu'"
            + "|config: hidden_act must be one of [silu, gelu_pytorch_tanh, gelu], got \"relu\"",
        "'rope_interleaved':true|config: key rope_interleaved must be one",
        "'use_mrope':true|config: key use_mrope must be one",
        "'quantization_config':{'bits':4}|config: key quantization_config must be one",
        "'pretraining_tp':2|config: pretraining_tp must be 1, got 2",
        "'partial_rotary_factor':0.25|config: partial_rotary_factor must be 1, got 0.25",
        "'final_logit_softcapping':30.0|config: key final_logit_softcapping must be one that oreo"
            + " implements for llama, got 30.0",
        "'sliding_window':4096|config: sliding_window must be null, got 4096",
        "'layer_types':['full_attention','sliding_attention']"
            + "|config: layer_types must be full_attention, got \"sliding_attention\"",
        "'use_sliding_window':true,'sliding_window':8,'max_window_layers':1"
            + "|config: use_sliding_window must be false, got true"
      })
  void parse_keysThatWouldChangeTheNumbers_areRefusedByName(String keys, String message) {
    assertThatThrownBy(() -> llama(keys))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void parse_keysOfAnotherFamily_areRefused() {
    assertThatThrownBy(() -> parse("'model_type':'qwen3','mlp_bias':true," + SIZES))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("mlp_bias");
    assertThatThrownBy(() -> parse("'model_type':'mistral','attention_bias':true," + SIZES))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("attention_bias");
    assertThatThrownBy(() -> llama("'scale_emb':12"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("scale_emb");
    assertThatThrownBy(() -> parse("'model_type':'qwen2','mlp_bias':true," + SIZES))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("mlp_bias");
    assertThatThrownBy(() -> parse("'model_type':'qwen2','attention_bias':false," + SIZES))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("attention_bias must be true, got false");
  }

  @Test
  void parse_unknownModelType_namesTheKnownOnes() {
    assertThatThrownBy(() -> parse("'model_type':'rwkv'," + SIZES))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "config: model_type must be one of"
                + " [llama, mistral, qwen2, qwen3, gemma, minicpm], got rwkv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'num_key_value_heads':3"
            + "|config: num_attention_heads must be a multiple of num_key_value_heads, got 4 and 3",
        "'head_dim':7"
            + "|config: head_dim must be even, got 7 (hidden_size 48, num_attention_heads 4)",
        "'hidden_size':50"
            + "|config: hidden_size must be a multiple of num_attention_heads, got 50 and 4",
        "'vocab_size':0|config: vocab_size must be > 0, got 0",
        "'num_hidden_layers':2.5|config: num_hidden_layers must be a whole number, got 2.5",
        "'hidden_size':null|config must have hidden_size",
        "'rms_norm_eps':'1e-5'|config: rms_norm_eps must be a finite number > 0, got \"1e-5\"",
        "'rope_theta':-1|config: rope_theta must be a finite number > 0, got -1",
        "'tie_word_embeddings':1|config: tie_word_embeddings must be true or false, got 1",
        "'layer_types':['full_attention']"
            + "|config: layer_types must have one entry per layer, got 1 and num_hidden_layers 2",
        "'eos_token_id':'x'|config: eos_token_id must be a whole number or a list of them",
        "'rope_scaling':{'rope_type':'linear'}|config must have rope_scaling.factor",
        "'rope_scaling':{'rope_type':'dynamic','factor':0.5}"
            + "|config: rope_scaling.factor must be >= 1 where rope_type is dynamic, got 0.5",
        "'rope_scaling':{'rope_type':'yarn','factor':2,'beta_fast':1,'beta_slow':2}"
            + "|config: rope_scaling.beta_fast must be >= beta_slow, got 1.0 and 2.0",
        "'rope_scaling':{'rope_type':'llama3','factor':8}"
            + "|config must have rope_scaling.low_freq_factor",
        "'rope_scaling':{'rope_type':'llama3','factor':8,'low_freq_factor':4,'high_freq_factor':4}"
            + "|config: rope_scaling.low_freq_factor must be < high_freq_factor, got 4.0 and 4.0"
      })
  void parse_malformedValues_areRejected(String keys, String message) {
    assertThatThrownBy(() -> llama(keys))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void read_absentOrBrokenFile_isRejected(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> ModelConfig.read(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage("%s must hold config.json, found none", folder);

    Files.writeString(folder.resolve("config.json"), "{\"model_type\": ");
    assertThatThrownBy(() -> ModelConfig.read(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("config.json must hold JSON, got: ");
  }

  /** Later keys replace those of the base. */
  static ModelConfig llama(String keys) {
    JsonObject json = json("'model_type':'llama'," + SIZES);
    json(keys).entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
    return ModelConfig.parse(json, "config");
  }

  static ModelConfig parse(String keys) {
    return ModelConfig.parse(json(keys), "config");
  }

  private static JsonObject json(String keys) {
    return JsonParser.parseString("{" + keys.replace('\'', '"') + "}").getAsJsonObject();
  }
}
