package dev.oreo.examples.command;

import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The networks beside the policy. */
final class NetworkOptions {
  static final String REFERENCE = "--reference";
  static final String REFERENCE_CACHE = "--reference-cache";
  static final String VALUE = "--value";

  @Option(
      names = REFERENCE,
      paramLabel = "DIR",
      description = "HuggingFace folder of the frozen reference policy (default: the model).")
  private @Nullable Path reference;

  @Option(
      names = REFERENCE_CACHE,
      paramLabel = "DIR",
      description =
          "Folder in which the reference's log-probabilities are kept, so that it need not be in"
              + " memory; for objectives that need nothing else of it.")
  private @Nullable Path referenceCache;

  @Option(
      names = VALUE,
      paramLabel = "DIR",
      description =
          "HuggingFace folder of a value function to go on from (default: the model's backbone"
              + " with a head of zeros).")
  private @Nullable Path value;

  /** Opens the value function to train. The caller closes it. */
  DjlTrainableValueFunction openValue(HuggingFaceCheckpoint model, ModelOptions options)
      throws IOException {
    return value == null
        ? model.newValueFunction(options)
        : HuggingFaceCheckpoint.open(value).loadTrainableValueFunction(options);
  }

  /** Returns the reference's checkpoint. */
  HuggingFaceCheckpoint reference(HuggingFaceCheckpoint model) throws IOException {
    return reference == null ? model : HuggingFaceCheckpoint.open(reference);
  }

  /** Opens the reference. The caller closes it. */
  DjlPolicy openReference(HuggingFaceCheckpoint model, ModelOptions options) throws IOException {
    return reference(model).loadPolicy(options);
  }

  Optional<Path> referenceCache() {
    return Optional.ofNullable(referenceCache);
  }

  /** Adds the fingerprints of the folders given to a manifest. */
  void describe(Map<String, String> checkpoints, HuggingFaceCheckpoint model, boolean withReference)
      throws IOException {
    if (withReference) {
      checkpoints.put("reference", reference(model).fingerprint());
    }
    if (value != null) {
      checkpoints.put("value", HuggingFaceCheckpoint.open(value).fingerprint());
    }
  }
}
