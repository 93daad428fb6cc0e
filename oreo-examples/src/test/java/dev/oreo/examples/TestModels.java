package dev.oreo.examples;

import static java.util.Objects.requireNonNull;

import dev.oreo.djl.HuggingFaceCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The quickstart's model with random weights, for tests of the command line. */
final class TestModels {
  private TestModels() {}

  /** Makes a checkpoint in a new folder {@code model} and returns that. */
  static Path untrained(Path folder) throws IOException {
    Path tokenizer = Files.createDirectory(folder.resolve("tokenizer"));
    for (String name : new String[] {"tokenizer.json", "tokenizer_config.json"}) {
      Files.writeString(tokenizer.resolve(name), resource(name));
    }
    Path model = folder.resolve("model");
    HuggingFaceCheckpoint.initialize(model, resource("config.json"), tokenizer, 1);
    return model;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TestModels.class.getResourceAsStream("arithmetic/" + name)) {
      return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
