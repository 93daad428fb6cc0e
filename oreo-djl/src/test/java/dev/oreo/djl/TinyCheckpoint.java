package dev.oreo.djl;

import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Optimizer;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A tiny random checkpoint with a tokenizer of one token a letter, made where a test needs one. */
public final class TinyCheckpoint {
  /** Letters a to k, and the end token. */
  public static final int VOCABULARY = 12;

  /** The end token's id. */
  public static final int END = 11;

  private static final String CONFIG =
      """
      {"model_type": "%s", "architectures": ["X"], "vocab_size": 12, "hidden_size": 16, "intermediate_size": 24,
       "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "rms_norm_eps": 1e-5,
       "rope_theta": 1000.0, "hidden_act": "silu", "max_position_embeddings": 64, "initializer_range": 0.4,
       "tie_word_embeddings": %b, "eos_token_id": 11}
      """;

  private static final String TOKENIZER =
      """
      {"version": "1.0", "truncation": null, "padding": null, "normalizer": null,
       "added_tokens": [{"id": 11, "content": "<end>", "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": false, "special": true}],
       "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": false},
       "post_processor": null, "decoder": {"type": "Fuse"},
       "model": {"type": "WordLevel", "unk_token": "a", "vocab": {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4, "f": 5,
                 "g": 6, "h": 7, "i": 8, "j": 9, "k": 10, "<end>": 11}}}
      """;

  private TinyCheckpoint() {}

  /** Returns a new causal language model of the given architecture below {@code parent}. */
  public static HuggingFaceCheckpoint create(
      Path parent, String modelType, boolean tied, long seed) {
    return create(parent, CONFIG.formatted(modelType, tied), seed);
  }

  /** Returns one of Mistral's architecture whose tokens see a number of the last ones. */
  public static HuggingFaceCheckpoint createWindowed(Path parent, int window, long seed) {
    String windowed = "{\"sliding_window\": %d, ".formatted(window);
    return create(parent, CONFIG.formatted("mistral", false).replaceFirst("[{]", windowed), seed);
  }

  private static HuggingFaceCheckpoint create(Path parent, String config, long seed) {
    try {
      Path tokenizer = Files.createTempDirectory(parent, "tokenizer");
      writeTokenizer(tokenizer);
      Path folder = Files.createTempDirectory(parent, "models").resolve("model");
      return HuggingFaceCheckpoint.initialize(folder, config, tokenizer, seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the files of the tokenizer. */
  static void writeTokenizer(Path folder) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"<end>\"}");
  }

  /** Returns a value function on a new decoder whose head is not zero. */
  public static HuggingFaceCheckpoint createValue(Path parent, String modelType, long seed) {
    HuggingFaceCheckpoint base = create(parent, modelType, true, seed);
    Path folder = base.directory().resolveSibling("value");
    Trajectory row = Trajectory.of("row", new int[] {1, 2, 3}, List.of(new Step(1, 3, 0)));
    try (DjlTrainableValueFunction value = base.newValueFunction(ModelOptions.cpu(Precision.FP32));
        Optimizer optimizer = value.newOptimizer(AdamWConfig.DEFAULT);
        ForwardPass pass = value.forward(List.of(row))) {
      pass.backward(
          List.of(new TrajectoryGradients(row, Map.of(Score.VALUE, new double[] {1, -2}))));
      optimizer.step(0.3);
      value.save(folder);
      return HuggingFaceCheckpoint.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
