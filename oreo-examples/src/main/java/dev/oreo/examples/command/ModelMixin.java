package dev.oreo.examples.command;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
      description =
          "What the networks' layers compute in, fp32 or bf16 (default: fp32; train: bf16 if the"
              + " model's files are stored so).")
  private @Nullable Precision precision;

  /** Opens the policy's folder, and settles the precision. */
  HuggingFaceCheckpoint open() throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(model);
    precision = Objects.requireNonNullElseGet(precision, () -> unlessSaid(checkpoint));
    return checkpoint;
  }

  /** Returns the precision where the option is absent. */
  Precision unlessSaid(HuggingFaceCheckpoint checkpoint) {
    return Precision.FP32;
  }

  /** Returns how to load networks, once the folder is open. */
  ModelOptions options() {
    return ModelOptions.cpu(Objects.requireNonNull(precision, "precision"));
  }
}
