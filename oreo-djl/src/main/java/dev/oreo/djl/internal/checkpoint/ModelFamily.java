package dev.oreo.djl.internal.checkpoint;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The architectures oreo computes, with the values transformers takes for keys that are absent. */
public enum ModelFamily {
  /** Llama and what has its config: biases as the config says. */
  LLAMA("llama", "Llama", Defaults.LLAMA),
  /** Mistral: no biases, a window in all layers unless sliding_window is null. */
  MISTRAL(
      "mistral",
      "Mistral",
      new Defaults(131072, OptionalInt.of(8), OptionalInt.empty(), false, OptionalInt.of(2))),
  /** Qwen2 and Qwen2.5: biases on query, key and value always, nowhere else. */
  QWEN2(
      "qwen2",
      "Qwen2",
      new Defaults(32768, OptionalInt.of(32), OptionalInt.empty(), false, OptionalInt.empty())),
  /** Qwen3: norms over each head's query and key, biases as the config says. */
  QWEN3(
      "qwen3",
      "Qwen3",
      new Defaults(32768, OptionalInt.of(32), OptionalInt.of(128), false, OptionalInt.empty())),
  /**
   * Gemma, the first one: norms that multiply by 1 + weight, embeddings times the root of the
   * width. The activation is what hidden_act says, as in transformers 4.53, which does not read
   * hidden_activation.
   */
  GEMMA(
      "gemma",
      "Gemma",
      new Defaults(8192, OptionalInt.of(16), OptionalInt.of(256), true, OptionalInt.of(1))),
  /**
   * MiniCPM, whose code transformers takes from the checkpoint's folder: Llama with scaled
   * embeddings, residuals and logits.
   */
  MINICPM("minicpm", "MiniCPM", Defaults.LLAMA.withTiedEmbeddings());

  /**
   * Values of keys that are absent.
   *
   * @param maxPositions max_position_embeddings
   * @param keyValueHeads num_key_value_heads; empty for as many as query heads
   * @param headDim head_dim; empty for hidden_size / num_attention_heads
   * @param tiedEmbeddings tie_word_embeddings
   * @param endTokenId eos_token_id
   */
  @Immutable
  private record Defaults(
      int maxPositions,
      OptionalInt keyValueHeads,
      OptionalInt headDim,
      boolean tiedEmbeddings,
      OptionalInt endTokenId) {
    static final Defaults LLAMA =
        new Defaults(2048, OptionalInt.empty(), OptionalInt.empty(), false, OptionalInt.of(2));

    Defaults withTiedEmbeddings() {
      return new Defaults(maxPositions, keyValueHeads, headDim, true, endTokenId);
    }
  }

  private final String modelType;
  private final String classPrefix;
  private final Defaults defaults;

  ModelFamily(String modelType, String classPrefix, Defaults defaults) {
    this.modelType = modelType;
    this.classPrefix = classPrefix;
    this.defaults = defaults;
  }

  /**
   * Returns the family's model_type in config.json.
   *
   * @return lower-case name
   */
  public String modelType() {
    return modelType;
  }

  /**
   * Returns the name of the family's language model in transformers.
   *
   * @return for instance LlamaForCausalLM
   */
  public String causalLmClass() {
    return classPrefix + "ForCausalLM";
  }

  /**
   * Returns the name of the family's model with a score per token in transformers.
   *
   * @return for instance LlamaForTokenClassification
   */
  public String tokenClassificationClass() {
    return classPrefix + "ForTokenClassification";
  }

  /**
   * Returns whether norms multiply by 1 + weight, so that a weight of 0 changes nothing.
   *
   * @return false if they multiply by the weight
   */
  public boolean normsAddOne() {
    return this == GEMMA;
  }

  /**
   * Returns whether each head's query and key are normed before they are rotated.
   *
   * @return true if there are weights for it
   */
  public boolean normsHeads() {
    return this == QWEN3;
  }

  /** Returns whether transformers runs code that lies beside the weights. */
  boolean hasRemoteCode() {
    return this == MINICPM;
  }

  /** Returns max_position_embeddings if absent. */
  int defaultMaxPositions() {
    return defaults.maxPositions();
  }

  /** Returns num_key_value_heads if absent. */
  int defaultKeyValueHeads(int attentionHeads) {
    return defaults.keyValueHeads().orElse(attentionHeads);
  }

  /** Returns head_dim if absent; empty for hidden_size / num_attention_heads. */
  OptionalInt defaultHeadDim() {
    return defaults.headDim();
  }

  /** Returns tie_word_embeddings if absent. */
  boolean defaultTiedEmbeddings() {
    return defaults.tiedEmbeddings();
  }

  /** Returns hidden_act if absent. */
  Activation defaultActivation() {
    return this == GEMMA ? Activation.GELU_TANH : Activation.SILU;
  }

  /** Returns eos_token_id if absent. */
  List<Integer> defaultEndTokenIds() {
    return defaults.endTokenId().stream().boxed().toList();
  }

  static Optional<ModelFamily> of(String modelType) {
    return Arrays.stream(values()).filter(f -> f.modelType.equals(modelType)).findFirst();
  }

  static List<String> modelTypes() {
    return Arrays.stream(values()).map(ModelFamily::modelType).toList();
  }
}
