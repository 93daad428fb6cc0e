package dev.oreo.djl.internal.checkpoint;

import dev.oreo.djl.internal.checkpoint.ModelConfig.Biases;
import java.util.ArrayList;
import java.util.List;

/** The names HuggingFace gives the weights of a decoder, and their shapes. */
public final class TensorNames {
  /** The token embedding, [vocabulary, hidden]. */
  public static final String EMBEDDING = "model.embed_tokens.weight";

  /** The last norm, [hidden]. */
  public static final String FINAL_NORM = "model.norm.weight";

  /** The language model's head, [vocabulary, hidden]; absent where embeddings are tied. */
  public static final String LM_HEAD = "lm_head.weight";

  /** The value head of ...ForTokenClassification, [1, hidden]. */
  public static final String SCORE_WEIGHT = "score.weight";

  /** The bias of that head, [1]. */
  public static final String SCORE_BIAS = "score.bias";

  /** The value head as the authors' code saves it, [1, hidden], without bias. */
  public static final String VALUE_HEAD_WEIGHT = "value_head.weight";

  /** What stands before every name in an adapter's file. */
  public static final String ADAPTER_PREFIX = "base_model.model.";

  /** Behind a module's name: A of its adapter, [r, inputs]. */
  public static final String ADAPTER_DOWN = ".lora_A.weight";

  /** Behind a module's name: B of its adapter, [outputs, r]. */
  public static final String ADAPTER_UP = ".lora_B.weight";

  /** Norm before attention. */
  public static final String INPUT_NORM = "input_layernorm.weight";

  /** Norm before the MLP. */
  public static final String POST_ATTENTION_NORM = "post_attention_layernorm.weight";

  /** Query projection, without ".weight" or ".bias". */
  public static final String QUERY = "self_attn.q_proj";

  /** Key projection. */
  public static final String KEY = "self_attn.k_proj";

  /** Value projection. */
  public static final String VALUE = "self_attn.v_proj";

  /** Norm of each head's query, [head size]; only some families have it. */
  public static final String QUERY_NORM = "self_attn.q_norm.weight";

  /** Norm of each head's key, [head size]; only some families have it. */
  public static final String KEY_NORM = "self_attn.k_norm.weight";

  /** Output projection of attention. */
  public static final String OUTPUT = "self_attn.o_proj";

  /** Gate projection of the MLP. */
  public static final String GATE = "mlp.gate_proj";

  /** Up projection of the MLP. */
  public static final String UP = "mlp.up_proj";

  /** Down projection of the MLP. */
  public static final String DOWN = "mlp.down_proj";

  private TensorNames() {}

  /**
   * Returns a weight's full name.
   *
   * @param layer from 0
   * @param part a name within the layer, such as {@link #INPUT_NORM}
   * @return for instance model.layers.3.input_layernorm.weight
   */
  public static String inLayer(int layer, String part) {
    return "model.layers." + layer + "." + part;
  }

  /**
   * Returns the weights of a decoder without a head.
   *
   * @param config the model
   * @return embedding, layers, last norm
   */
  public static List<WeightSpec> backbone(ModelConfig config) {
    List<WeightSpec> specs = new ArrayList<>();
    specs.add(WeightSpec.of(EMBEDDING, config.vocabularySize(), config.hiddenSize()));
    for (int layer = 0; layer < config.layers(); layer++) {
      addLayer(specs, config, layer);
    }
    specs.add(WeightSpec.of(FINAL_NORM, config.hiddenSize()));
    return specs;
  }

  private static void addLayer(List<WeightSpec> specs, ModelConfig config, int layer) {
    long hidden = config.hiddenSize();
    long inner = config.intermediateSize();
    long queries = (long) config.attentionHeads() * config.headDim();
    long keys = (long) config.keyValueHeads() * config.headDim();
    Biases biases = config.biases();
    specs.add(WeightSpec.of(inLayer(layer, INPUT_NORM), hidden));
    addLinear(specs, inLayer(layer, QUERY), queries, hidden, biases.queryKeyValue());
    addLinear(specs, inLayer(layer, KEY), keys, hidden, biases.queryKeyValue());
    addLinear(specs, inLayer(layer, VALUE), keys, hidden, biases.queryKeyValue());
    if (config.family().normsHeads()) {
      specs.add(WeightSpec.of(inLayer(layer, QUERY_NORM), config.headDim()));
      specs.add(WeightSpec.of(inLayer(layer, KEY_NORM), config.headDim()));
    }
    addLinear(specs, inLayer(layer, OUTPUT), hidden, queries, biases.attentionOutput());
    specs.add(WeightSpec.of(inLayer(layer, POST_ATTENTION_NORM), hidden));
    addLinear(specs, inLayer(layer, GATE), inner, hidden, biases.mlp());
    addLinear(specs, inLayer(layer, UP), inner, hidden, biases.mlp());
    addLinear(specs, inLayer(layer, DOWN), hidden, inner, biases.mlp());
  }

  private static void addLinear(
      List<WeightSpec> specs, String name, long outputs, long inputs, boolean bias) {
    specs.add(WeightSpec.of(name + ".weight", outputs, inputs));
    if (bias) {
      specs.add(WeightSpec.of(name + ".bias", outputs));
    }
  }

  /**
   * Returns the weights of a language model.
   *
   * @param config the model
   * @return the backbone and, unless embeddings are tied, the head
   */
  public static List<WeightSpec> causalLm(ModelConfig config) {
    List<WeightSpec> specs = backbone(config);
    if (!config.tiedEmbeddings()) {
      specs.add(WeightSpec.of(LM_HEAD, config.vocabularySize(), config.hiddenSize()));
    }
    return specs;
  }

  /**
   * Returns the weights of a value function as {@code ...ForTokenClassification} with one label.
   *
   * @param config the model
   * @return the backbone and the head with its bias
   */
  public static List<WeightSpec> tokenClassification(ModelConfig config) {
    List<WeightSpec> specs = backbone(config);
    specs.add(WeightSpec.of(SCORE_WEIGHT, 1, config.hiddenSize()));
    specs.add(WeightSpec.of(SCORE_BIAS, 1));
    return specs;
  }

  /**
   * Returns the weights of a value function as the authors' code saves it.
   *
   * @param config the model
   * @return the backbone and the head, which has no bias
   */
  public static List<WeightSpec> authorsValueFunction(ModelConfig config) {
    List<WeightSpec> specs = backbone(config);
    specs.add(WeightSpec.of(VALUE_HEAD_WEIGHT, 1, config.hiddenSize()));
    return specs;
  }
}
