package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What config.json says that changes a model's numbers, absent keys as transformers fills them in.
 *
 * <p>Reading refuses what oreo does not compute: see {@link #read}.
 *
 * @param family the architecture
 * @param vocabularySize rows of the embedding, maybe more than the tokenizer has
 * @param hiddenSize width
 * @param intermediateSize width of the MLP
 * @param layers number of decoder layers
 * @param attentionHeads query heads, a multiple of the key-value heads
 * @param keyValueHeads key and value heads
 * @param headDim width of a head, even; not always hiddenSize / attentionHeads
 * @param activation of the MLP's gate
 * @param normEpsilon added to the mean square in RMSNorm
 * @param scales what activations are multiplied by
 * @param slidingWindow attention to the last tokens only, empty if all layers attend to all
 * @param rope rotary position embedding
 * @param biases which linear layers have one
 * @param tiedEmbeddings whether the head is the embedding's matrix
 * @param maxPositions the length the model was made for; not a limit of the computation
 * @param endTokenIds eos_token_id, empty if there is none
 * @param raw the whole file; callers must not change it
 */
public record ModelConfig(
    ModelFamily family,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int attentionHeads,
    int keyValueHeads,
    int headDim,
    Activation activation,
    double normEpsilon,
    Scales scales,
    Optional<SlidingWindow> slidingWindow,
    RopeConfig rope,
    Biases biases,
    boolean tiedEmbeddings,
    int maxPositions,
    List<Integer> endTokenIds,
    JsonObject raw) {

  /** The file's name in a checkpoint folder. */
  public static final String FILE = "config.json";

  private static final double DEFAULT_NORM_EPSILON = 1e-6;

  /**
   * Which linear layers of a decoder layer have a bias.
   *
   * @param queryKeyValue q_proj, k_proj and v_proj
   * @param attentionOutput o_proj
   * @param mlp gate_proj, up_proj and down_proj
   */
  public record Biases(boolean queryKeyValue, boolean attentionOutput, boolean mlp) {}

  /**
   * Reads a checkpoint's config.json.
   *
   * @param directory the checkpoint
   * @return what it says
   * @throws UnsupportedModelException if the model_type is another, or a key that could change the
   *     numbers is unknown or has a value that is not implemented; names the key and the value
   * @throws CheckpointFormatException if the file is absent, or a value is absent, malformed or
   *     contradicts another
   * @throws IOException if it cannot be read
   */
  public static ModelConfig read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new CheckpointFormatException("%s must hold %s, found none".formatted(directory, FILE));
    }
    return parse(JsonFiles.read(file), file.toString());
  }

  /**
   * Reads the text of a config.json.
   *
   * @param text the text
   * @param source what to call it in messages
   * @return what it says
   * @throws UnsupportedModelException as {@link #read}
   * @throws CheckpointFormatException as {@link #read}, or if the text is no JSON object
   */
  public static ModelConfig parse(String text, String source) {
    JsonObject json;
    try {
      json = JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new CheckpointFormatException(
          source + " must be a JSON object, got " + e.getMessage(), e);
    }
    return parse(json, source);
  }

  /**
   * Reads the contents of a config.json.
   *
   * @param json the contents; kept as {@link #raw()}
   * @param source what to call them in messages
   * @return what they say
   * @throws UnsupportedModelException as {@link #read}
   * @throws CheckpointFormatException as {@link #read}
   */
  public static ModelConfig parse(JsonObject json, String source) {
    ConfigObject config = ConfigObject.root(json, source);
    ModelFamily family = family(config);
    ConfigKeys.check(config, family);
    int heads = config.size("num_attention_heads");
    int hidden = config.size("hidden_size");
    int layers = config.size("num_hidden_layers");
    int maxPositions = config.size("max_position_embeddings", family.defaultMaxPositions());
    return new ModelConfig(
        family,
        config.size("vocab_size"),
        hidden,
        config.size("intermediate_size"),
        layers,
        heads,
        keyValueHeads(config, family, heads),
        headDim(config, family, hidden, heads),
        activation(config, family),
        config.positiveNumber("rms_norm_eps", DEFAULT_NORM_EPSILON),
        scales(config, family, hidden, layers),
        SlidingWindows.read(config, family, layers),
        RopeConfig.read(config, maxPositions),
        biases(config, family),
        config.flag("tie_word_embeddings", family.defaultTiedEmbeddings()),
        maxPositions,
        config.has("eos_token_id") ? config.integers("eos_token_id") : family.defaultEndTokenIds(),
        json);
  }

  private static ModelFamily family(ConfigObject config) {
    String type = config.text("model_type").orElseThrow(() -> config.missing("model_type"));
    return ModelFamily.of(type)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "%s: model_type must be one of %s, got %s"
                        .formatted(config.source(), ModelFamily.modelTypes(), type)));
  }

  private static Activation activation(ConfigObject config, ModelFamily family) {
    Optional<String> name = config.text("hidden_act");
    if (name.isEmpty()) {
      return family.defaultActivation();
    }
    return Activation.of(name.get())
        .orElseThrow(
            () ->
                config.unsupported(
                    "hidden_act", new JsonPrimitive(name.get()), "one of " + Activation.names()));
  }

  private static Scales scales(ConfigObject config, ModelFamily family, int hidden, int layers) {
    return switch (family) {
      case GEMMA -> new Scales(Math.sqrt(hidden), 1, 1);
      case MINICPM ->
          new Scales(
              config.positiveNumber("scale_emb", 1),
              config.positiveNumber("scale_depth", 1) / Math.sqrt(layers),
              config.positiveNumber("dim_model_base", 1) / hidden);
      case LLAMA, MISTRAL, QWEN2, QWEN3 -> Scales.NONE;
    };
  }

  /** Returns the heads; null says as many as query heads, an absent key the family's default. */
  private static int keyValueHeads(ConfigObject config, ModelFamily family, int heads) {
    int absent = config.has("num_key_value_heads") ? heads : family.defaultKeyValueHeads(heads);
    int keyValueHeads = config.size("num_key_value_heads", absent);
    if (heads % keyValueHeads != 0) {
      throw new CheckpointFormatException(
          "%s: num_attention_heads must be a multiple of num_key_value_heads, got %d and %d"
              .formatted(config.source(), heads, keyValueHeads));
    }
    return keyValueHeads;
  }

  /** Returns the width of a head; null says hidden over heads, an absent key the default. */
  private static int headDim(ConfigObject config, ModelFamily family, int hidden, int heads) {
    OptionalInt absent = config.has("head_dim") ? OptionalInt.empty() : family.defaultHeadDim();
    if (config.value("head_dim").isEmpty() && absent.isEmpty() && hidden % heads != 0) {
      throw new CheckpointFormatException(
          "%s: hidden_size must be a multiple of num_attention_heads, got %d and %d"
              .formatted(config.source(), hidden, heads));
    }
    int headDim = config.size("head_dim", absent.orElse(hidden / heads));
    if (headDim % 2 != 0) {
      throw new CheckpointFormatException(
          "%s: head_dim must be even, got %d (hidden_size %d, num_attention_heads %d)"
              .formatted(config.source(), headDim, hidden, heads));
    }
    return headDim;
  }

  private static Biases biases(ConfigObject config, ModelFamily family) {
    return switch (family) {
      case LLAMA -> attentionBiases(config, config.flag("mlp_bias", false));
      case QWEN3, GEMMA, MINICPM -> attentionBiases(config, false);
      case QWEN2 -> new Biases(true, false, false);
      case MISTRAL -> new Biases(false, false, false);
    };
  }

  private static Biases attentionBiases(ConfigObject config, boolean mlp) {
    boolean attention = config.flag("attention_bias", false);
    return new Biases(attention, attention, mlp);
  }

  /**
   * Returns the configuration of the body alone: what its final hidden states are multiplied by
   * belongs to the language model's head.
   *
   * @return the same but for {@link Scales#output}, which is 1
   */
  public ModelConfig ofBody() {
    return new ModelConfig(
        family,
        vocabularySize,
        hiddenSize,
        intermediateSize,
        layers,
        attentionHeads,
        keyValueHeads,
        headDim,
        activation,
        normEpsilon,
        scales.withoutOutput(),
        slidingWindow,
        rope,
        biases,
        tiedEmbeddings,
        maxPositions,
        endTokenIds,
        raw);
  }
}
