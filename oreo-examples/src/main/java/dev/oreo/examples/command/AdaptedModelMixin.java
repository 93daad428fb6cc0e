package dev.oreo.examples.command;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which policy to open, with which adapters, and how. */
class AdaptedModelMixin extends ModelMixin {
  static final String ADAPTER = "--adapter";

  @Option(
      names = ADAPTER,
      paramLabel = "DIR",
      description =
          "Folder of LoRA adapters on the model, as train and PEFT write them: the policy is the"
              + " model with them.")
  private @Nullable Path adapter;

  @Option(
      names = "--mapped",
      description =
          "Map the frozen weights from the model's files, which must hold them in the precision, in"
              + " place of copying them into memory.")
  private boolean mapped;

  @Override
  ModelOptions options() {
    return mapped ? super.options().withMappedWeights() : super.options();
  }

  Optional<Path> adapter() {
    return Optional.ofNullable(adapter);
  }

  /** Opens the networks of a command that trains none. The caller closes them. */
  ModelNetworks networks(HuggingFaceCheckpoint checkpoint, ModelOptions options, Path... others) {
    return new ModelNetworks(checkpoint, options, adapter(), others);
  }

  /** Returns a hash of the policy: of the model, and of the adapters if there are some. */
  String fingerprint(HuggingFaceCheckpoint checkpoint) throws IOException {
    String base = checkpoint.fingerprint();
    return adapter == null ? base : base + "+" + AdapterFolders.fingerprint(adapter);
  }
}
