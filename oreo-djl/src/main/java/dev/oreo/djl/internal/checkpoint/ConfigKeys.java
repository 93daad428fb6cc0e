package dev.oreo.djl.internal.checkpoint;

import com.google.common.collect.Sets;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.oreo.djl.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which keys of config.json oreo knows: every other key that says anything is an error.
 *
 * <p>A key can be read (it sets a number of {@link ModelConfig}), fixed (only one value is
 * implemented), irrelevant (it changes no number of a forward pass in evaluation mode) or unknown.
 * An unknown key passes only with a value that switches nothing on: null, false, an empty string,
 * list or object.
 */
final class ConfigKeys {
  private ConfigKeys() {}

  private static final Set<String> READ =
      Set.of(
          "model_type",
          "vocab_size",
          "hidden_size",
          "intermediate_size",
          "num_hidden_layers",
          "num_attention_heads",
          "num_key_value_heads",
          "head_dim",
          "rms_norm_eps",
          "rope_theta",
          "rope_scaling",
          "rope_parameters",
          "tie_word_embeddings",
          "hidden_act",
          "max_position_embeddings",
          "architectures",
          "eos_token_id",
          "sliding_window");

  private static final Set<String> WINDOWS =
      Set.of("use_sliding_window", "max_window_layers", "layer_types");

  private static final Map<ModelFamily, Set<String>> READ_BY =
      Map.of(
          ModelFamily.LLAMA, Sets.union(WINDOWS, Set.of("attention_bias", "mlp_bias")),
          ModelFamily.MISTRAL, Set.of(),
          ModelFamily.QWEN2, WINDOWS,
          ModelFamily.QWEN3, Sets.union(WINDOWS, Set.of("attention_bias")),
          ModelFamily.GEMMA, Sets.union(WINDOWS, Set.of("attention_bias", "hidden_activation")),
          ModelFamily.MINICPM,
              Sets.union(
                  WINDOWS, Set.of("attention_bias", "scale_emb", "scale_depth", "dim_model_base")));

  /** Key to the only value implemented, as JSON; numbers compare as numbers. */
  private static final Map<String, String> FIXED =
      Map.of(
          "pretraining_tp", "1",
          "partial_rotary_factor", "1",
          "chunk_size_feed_forward", "0",
          "is_causal", "true");

  /** Qwen2 has its biases in the code: a config that says the same may. */
  private static final Map<String, String> FIXED_BY_QWEN2 =
      Map.of("attention_bias", "true", "qkv_bias", "true");

  /*
   * Irrelevant. Dropout acts in training only, and oreo trains without it. Generation settings in
   * config.json are a retired habit; generation_config.json and the caller decide.
   */
  private static final Set<String> IRRELEVANT =
      Set.copyOf(
          List.of(
              // where the file comes from
              "_commit_hash",
              "auto_map",
              "transformers_version",
              "transformers.js_config",
              "tokenizer_class",
              "unsloth_fixed",
              "unsloth_version",
              // how to store, run or report
              "torch_dtype",
              "dtype",
              "use_cache",
              "use_bfloat16",
              "torchscript",
              "return_dict",
              "output_attentions",
              "output_hidden_states",
              "gradient_checkpointing",
              "attn_implementation",
              "_attn_implementation",
              "_attn_implementation_autoset",
              "_attn_implementation_internal",
              "_flash_attn_2_enabled",
              "use_flash_attention",
              "use_flash_attn",
              "keys_to_ignore_at_inference",
              "is_decoder",
              "is_llama_config",
              "xla_device",
              "max_sequence_length",
              "model_max_length",
              "seq_length",
              // training
              "initializer_range",
              "attention_dropout",
              "hidden_dropout",
              "classifier_dropout",
              "resid_pdrop",
              "embd_pdrop",
              "attn_pdrop",
              "loss_type",
              // labels
              "id2label",
              "label2id",
              "num_labels",
              "problem_type",
              "finetuning_task",
              "task_specific_params",
              "prefix",
              "tf_legacy_loss",
              // generation
              "max_length",
              "max_new_tokens",
              "min_length",
              "do_sample",
              "early_stopping",
              "num_beams",
              "num_beam_groups",
              "diversity_penalty",
              "temperature",
              "top_k",
              "top_p",
              "typical_p",
              "repetition_penalty",
              "length_penalty",
              "no_repeat_ngram_size",
              "encoder_no_repeat_ngram_size",
              "bad_words_ids",
              "num_return_sequences",
              "output_scores",
              "return_dict_in_generate",
              "remove_invalid_values",
              "exponential_decay_length_penalty",
              "suppress_tokens",
              "begin_suppress_tokens"));

  /** Origins and special tokens, under whatever name a converter gave them. */
  private static final List<String> IRRELEVANT_ENDINGS = List.of("name_or_path", "_token_id");

  /** Fails on the first key that could change the numbers and is not implemented. */
  static void check(ConfigObject config, ModelFamily family) {
    for (Map.Entry<String, JsonElement> entry : config.json().entrySet()) {
      String key = entry.getKey();
      boolean read =
          READ.contains(key) || Objects.requireNonNull(READ_BY.get(family)).contains(key);
      if (!read && !isIrrelevant(key)) {
        checkValue(config, family, key, entry.getValue());
      }
    }
  }

  private static boolean isIrrelevant(String key) {
    return IRRELEVANT.contains(key) || IRRELEVANT_ENDINGS.stream().anyMatch(key::endsWith);
  }

  private static void checkValue(
      ConfigObject config, ModelFamily family, String key, JsonElement value) {
    String only = FIXED.get(key);
    if (only == null && family == ModelFamily.QWEN2) {
      only = FIXED_BY_QWEN2.get(key);
    }
    if (only != null) {
      if (!value.isJsonNull() && !same(value, JsonParser.parseString(only))) {
        throw config.unsupported(key, value, only);
      }
    } else if (!saysNothing(value)) {
      throw new UnsupportedModelException(
          "%s: key %s must be one that oreo implements for %s, got %s"
              .formatted(config.source(), key, family.modelType(), JsonFiles.excerpt(value)));
    }
  }

  private static boolean same(JsonElement value, JsonElement only) {
    boolean numbers =
        value.isJsonPrimitive()
            && value.getAsJsonPrimitive().isNumber()
            && only.getAsJsonPrimitive().isNumber();
    return numbers ? value.getAsDouble() == only.getAsDouble() : value.equals(only);
  }

  private static boolean saysNothing(JsonElement value) {
    if (value.isJsonArray()) {
      return value.getAsJsonArray().isEmpty();
    }
    if (value.isJsonObject()) {
      return value.getAsJsonObject().isEmpty();
    }
    return value.isJsonNull()
        || (value.getAsJsonPrimitive().isBoolean() && !value.getAsBoolean())
        || (value.getAsJsonPrimitive().isString() && value.getAsString().isEmpty());
  }
}
