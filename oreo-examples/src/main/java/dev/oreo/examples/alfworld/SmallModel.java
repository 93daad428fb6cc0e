package dev.oreo.examples.alfworld;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.djl.HuggingFaceCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model for ALFWorld alone, to be trained from scratch: Llama's architecture with a vocabulary of
 * its own, learnt from the texts it is to imitate.
 *
 * @param width of the hidden states, a multiple of 64
 * @param layers at least 1
 */
public record SmallModel(int width, int layers) {
  /** What the study trains: 0.9 million parameters. */
  public static final SmallModel DEFAULT = new SmallModel(128, 4);

  private static final int HEAD_WIDTH = 32;
  private static final int MAX_POSITIONS = 4096;
  private static final int MIN_COUNT = 5;
  private static final String END = "<|end|>";
  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '"
          + END
          + "' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

  /**
   * Makes a checkpoint with random weights.
   *
   * @param folder to make; must not exist
   * @param texts what its messages hold; every word that occurs five times becomes one token
   * @param seed of the weights
   * @return the checkpoint
   * @throws IOException if the folder cannot be written
   */
  public HuggingFaceCheckpoint create(Path folder, Iterable<String> texts, long seed)
      throws IOException {
    BytePairVocabulary vocabulary =
        BytePairVocabulary.learn(texts, List.of(END, "<|user|>", "<|assistant|>"), MIN_COUNT);
    Path tokenizer = Files.createTempDirectory("oreo-tokenizer");
    try {
      write(tokenizer.resolve("tokenizer.json"), vocabulary.tokenizerJson());
      write(tokenizer.resolve("tokenizer_config.json"), tokenizerConfig());
      return HuggingFaceCheckpoint.initialize(
          folder, config(vocabulary.size()).toString(), tokenizer, seed);
    } finally {
      MoreFiles.deleteRecursively(tokenizer, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static void write(Path file, JsonObject json) throws IOException {
    Files.writeString(
        file, new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json));
  }

  private static JsonObject tokenizerConfig() {
    JsonObject config = new JsonObject();
    config.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
    config.addProperty("eos_token", END);
    config.addProperty("model_max_length", MAX_POSITIONS);
    config.addProperty("chat_template", CHAT_TEMPLATE);
    return config;
  }

  private JsonObject config(int vocabulary) {
    JsonObject config = new JsonObject();
    JsonArray architectures = new JsonArray();
    architectures.add("LlamaForCausalLM");
    config.add("architectures", architectures);
    config.addProperty("model_type", "llama");
    config.addProperty("hidden_size", width);
    config.addProperty("intermediate_size", 3 * width);
    config.addProperty("num_hidden_layers", layers);
    config.addProperty("num_attention_heads", width / HEAD_WIDTH);
    config.addProperty("num_key_value_heads", width / HEAD_WIDTH / 2);
    config.addProperty("head_dim", HEAD_WIDTH);
    config.addProperty("hidden_act", "silu");
    config.addProperty("max_position_embeddings", MAX_POSITIONS);
    config.addProperty("rms_norm_eps", 1e-6);
    config.addProperty("rope_theta", 10000.0);
    config.addProperty("tie_word_embeddings", true);
    config.addProperty("initializer_range", 0.02);
    config.addProperty("vocab_size", vocabulary);
    config.addProperty("eos_token_id", 0);
    config.addProperty("torch_dtype", "float32");
    return config;
  }
}
