package dev.oreo.djl.internal.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The architectures oreo computes, with the values transformers takes for keys that are absent. */
public enum ModelFamily {
  /** Llama and what has its config: biases as the config says. */
  LLAMA("llama", "Llama", 2048, 0),
  /** Qwen2 and Qwen2.5: biases on query, key and value always, nowhere else. */
  QWEN2("qwen2", "Qwen2", 32768, 32);

  private final String modelType;
  private final String classPrefix;
  private final int maxPositions;
  private final int keyValueHeads;

  ModelFamily(String modelType, String classPrefix, int maxPositions, int keyValueHeads) {
    this.modelType = modelType;
    this.classPrefix = classPrefix;
    this.maxPositions = maxPositions;
    this.keyValueHeads = keyValueHeads;
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

  /** Returns max_position_embeddings if absent. */
  int defaultMaxPositions() {
    return maxPositions;
  }

  /** Returns num_key_value_heads if absent: Qwen2's is a number, Llama's is that of the queries. */
  int defaultKeyValueHeads(int attentionHeads) {
    return keyValueHeads > 0 ? keyValueHeads : attentionHeads;
  }

  /** Returns eos_token_id if absent. */
  List<Integer> defaultEndTokenIds() {
    return this == LLAMA ? List.of(2) : List.of();
  }

  static Optional<ModelFamily> of(String modelType) {
    return Arrays.stream(values()).filter(f -> f.modelType.equals(modelType)).findFirst();
  }

  static List<String> modelTypes() {
    return Arrays.stream(values()).map(ModelFamily::modelType).toList();
  }
}
