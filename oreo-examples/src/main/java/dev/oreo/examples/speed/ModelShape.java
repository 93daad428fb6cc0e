package dev.oreo.examples.speed;

import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Optimizer;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Sizes of models that are measured. Their weights are random: speed does not ask what they say.
 */
public enum ModelShape {
  /** Qwen2's architecture at 15.7 million parameters. */
  SMALL(
      "15.7M",
      """
      {"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "vocab_size": 8192, "hidden_size": 384,
       "intermediate_size": 1024, "num_hidden_layers": 8, "num_attention_heads": 6, "num_key_value_heads": 2,
       "rms_norm_eps": 1e-6, "rope_theta": 1000000.0, "hidden_act": "silu", "max_position_embeddings": 32768,
       "initializer_range": 0.02, "tie_word_embeddings": true, "bos_token_id": null, "eos_token_id": null}
      """,
      8192),
  /** The same body with Qwen2's vocabulary of 151,936 tokens. */
  WIDE("15.7M's body, 151,936 tokens", SMALL.config.replace("8192", "151936"), 151_936),
  /** SmolLM2-135M's architecture, 134.5 million parameters. */
  SMOLLM2(
      "SmolLM2-135M",
      """
      {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 49152, "hidden_size": 576,
       "intermediate_size": 1536, "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3,
       "rms_norm_eps": 1e-5, "rope_theta": 100000.0, "hidden_act": "silu", "max_position_embeddings": 8192,
       "initializer_range": 0.041, "tie_word_embeddings": true, "bos_token_id": null, "eos_token_id": null}
      """,
      49_152);

  private static final long SEED = 1;

  private final String title;
  private final String config;
  private final int vocabulary;

  ModelShape(String title, String config, int vocabulary) {
    this.title = title;
    this.config = config;
    this.vocabulary = vocabulary;
  }

  /**
   * Returns what tables call it.
   *
   * @return a few words
   */
  public String title() {
    return title;
  }

  /**
   * Returns the number of token ids.
   *
   * @return the vocabulary's size
   */
  public int vocabulary() {
    return vocabulary;
  }

  /**
   * Returns how many padded rows the peers put through at once: 16 of them take more than 22 GB
   * where the model or its vocabulary is large, and the paper's scripts have 4.
   *
   * @return rows of a micro-batch
   */
  int peerRows() {
    return this == SMALL ? 16 : 4;
  }

  /**
   * Returns how many tokens oreo puts through at once.
   *
   * @return as many as the peers' rows have when they are padded, or fewer
   */
  int microBatchTokens() {
    return this == SMALL ? 4096 : 1024;
  }

  /**
   * Returns what oreo keeps for backward passes.
   *
   * @return whatever is fastest; for the largest model, what takes least memory is as fast
   */
  Workload.Memory memory() {
    return this == SMOLLM2 ? Workload.Memory.CHECKPOINTS : Workload.Memory.GRAPHS;
  }

  /**
   * Makes a checkpoint of this shape. Its tokenizer has one word per id and no end token.
   *
   * @param folder to make; must not exist
   * @throws IOException if it cannot be written
   */
  public void create(Path folder) throws IOException {
    create(folder, config, vocabulary);
  }

  /**
   * Makes a checkpoint of this shape with another vocabulary.
   *
   * @param folder to make; must not exist
   * @param size of the vocabulary, at least 1
   * @throws IOException if it cannot be written
   */
  public void createWithVocabulary(Path folder, int size) throws IOException {
    create(
        folder, config.replace("\"vocab_size\": " + vocabulary, "\"vocab_size\": " + size), size);
  }

  /**
   * Makes a value function on a policy's body whose head is not zero, so that a search by it
   * branches.
   *
   * @param policy folder of the policy
   * @param folder to make; must not exist
   * @throws IOException if it cannot be written
   */
  public static void createValue(Path policy, Path folder) throws IOException {
    Trajectory row = Trajectory.of("row", new int[] {1, 2, 3}, List.of(new Step(1, 3, 0)));
    try (DjlTrainableValueFunction value =
            HuggingFaceCheckpoint.open(policy).newValueFunction(ModelOptions.cpu(Precision.FP32));
        Optimizer optimizer = value.newOptimizer(AdamWConfig.DEFAULT);
        ForwardPass pass = value.forward(List.of(row))) {
      pass.backward(
          List.of(new TrajectoryGradients(row, Map.of(Score.VALUE, new double[] {1, -2}))));
      optimizer.step(0.01);
      value.save(folder);
    }
  }

  private static void create(Path folder, String config, int vocabulary) throws IOException {
    Path tokenizer = Files.createTempDirectory("oreo-tokenizer");
    Path json = tokenizer.resolve("tokenizer.json");
    Path settings = tokenizer.resolve("tokenizer_config.json");
    try {
      writeTokenizer(json, vocabulary);
      Files.writeString(settings, "{\"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
      HuggingFaceCheckpoint.initialize(folder, config, tokenizer, SEED);
    } finally {
      Files.deleteIfExists(json);
      Files.deleteIfExists(settings);
      Files.deleteIfExists(tokenizer);
    }
  }

  private static void writeTokenizer(Path file, int vocabulary) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(
          """
          {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
           "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null, "decoder": null,
           "model": {"type": "WordLevel", "unk_token": "t0", "vocab": {"t0": 0""");
      for (int id = 1; id < vocabulary; id++) {
        out.write(", \"t" + id + "\": " + id);
      }
      out.write("}}}\n");
    }
  }
}
