package dev.oreo.examples.command;

import java.nio.file.Path;
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
      description =
          "Folder of the frozen reference policy, whole or adapters on the model (default: the"
              + " policy as it is before training).")
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
          "Folder of a value function to go on from, whole or adapters on the model (default: the"
              + " model's backbone with a head of zeros).")
  private @Nullable Path value;

  Optional<Path> reference() {
    return Optional.ofNullable(reference);
  }

  Optional<Path> referenceCache() {
    return Optional.ofNullable(referenceCache);
  }

  Optional<Path> value() {
    return Optional.ofNullable(value);
  }
}
