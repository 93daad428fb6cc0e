package dev.oreo.examples.command;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which policy to train, and how networks are computed. */
@SuppressWarnings("NullAway.Init") // picocli fills required options
final class TrainedModelMixin {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "HuggingFace folder of the policy, a causal language model.")
  private Path model;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "What the networks' layers compute in, fp32 or bf16 (default: bf16 if the model's files"
              + " are, else fp32). Trained weights are kept and saved in fp32.")
  private @Nullable Precision precision;

  @Option(
      names = "--gradient-checkpointing",
      description =
          "Keep each layer's input only, and compute the layer again in the backward pass: less"
              + " memory, a third more work, the same numbers.")
  private boolean gradientCheckpointing;

  /** Opens the policy's folder, and settles the precision. */
  HuggingFaceCheckpoint open() throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(model);
    precision = Objects.requireNonNullElseGet(precision, checkpoint::storedPrecision);
    return checkpoint;
  }

  /** Returns how to load networks, once the folder is open. */
  ModelOptions options() {
    return ModelOptions.cpu(Objects.requireNonNull(precision))
        .withGradientCheckpointing(gradientCheckpointing);
  }
}
