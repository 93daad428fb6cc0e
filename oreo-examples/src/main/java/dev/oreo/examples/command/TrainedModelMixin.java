package dev.oreo.examples.command;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import picocli.CommandLine.Option;

/** Which policy to train, with which adapters, and how. */
final class TrainedModelMixin extends AdaptedModelMixin {

  @Option(
      names = "--gradient-checkpointing",
      description =
          "Keep each layer's input only, and compute the layer again in the backward pass: less"
              + " memory, a third more work, the same numbers.")
  private boolean gradientCheckpointing;

  /** Trained weights are kept and saved in fp32 all the same. */
  @Override
  Precision unlessSaid(HuggingFaceCheckpoint checkpoint) {
    return checkpoint.storedPrecision();
  }

  @Override
  ModelOptions options() {
    return super.options().withGradientCheckpointing(gradientCheckpointing);
  }
}
