package dev.oreo.examples.arithmetic;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The quickstart's model: Qwen2's architecture at 447 thousand parameters, with a tokenizer whose
 * every character is one token.
 */
public final class TinyModel {
  /** How every network of the task is loaded. */
  public static final ModelOptions OPTIONS = ModelOptions.cpu(Precision.FP32);

  private TinyModel() {}

  /**
   * Makes a checkpoint with random weights.
   *
   * @param folder to make; must not exist
   * @param seed of the weights
   * @return the checkpoint
   * @throws IOException if the folder cannot be written
   */
  public static HuggingFaceCheckpoint create(Path folder, long seed) throws IOException {
    Path tokenizer = Files.createTempDirectory("oreo-tokenizer");
    Path json = tokenizer.resolve("tokenizer.json");
    Path config = tokenizer.resolve("tokenizer_config.json");
    try {
      Files.writeString(json, resource("tokenizer.json"));
      Files.writeString(config, resource("tokenizer_config.json"));
      return HuggingFaceCheckpoint.initialize(folder, resource("config.json"), tokenizer, seed);
    } finally {
      Files.deleteIfExists(json);
      Files.deleteIfExists(config);
      Files.deleteIfExists(tokenizer);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TinyModel.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " must be among the resources of the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
