package dev.oreo.examples.command;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which policy to open, and how. */
@SuppressWarnings("NullAway.Init") // picocli fills required options
class ModelMixin {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "HuggingFace folder of the policy, a causal language model.")
  Path model;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "fp32",
      description = "What the networks compute in, fp32 or bf16 (default: ${DEFAULT-VALUE}).")
  Precision precision;

  /** Opens the policy's folder. */
  HuggingFaceCheckpoint open() throws IOException {
    return HuggingFaceCheckpoint.open(model);
  }

  /** Returns how to load networks. */
  ModelOptions options() {
    return ModelOptions.cpu(precision);
  }
}
