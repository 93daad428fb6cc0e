package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.train.RunManifest;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a manifest says of the command line and of the machine. */
final class Manifests {
  private Manifests() {}

  /**
   * Returns the manifest of a run that ends now.
   *
   * @param config every setting
   * @param seed of the run
   * @param dataHashes SHA-256 by file
   * @param checkpointHashes fingerprint by role
   * @param started when it began
   */
  static RunManifest of(
      JsonObject config,
      long seed,
      Map<String, String> dataHashes,
      Map<String, String> checkpointHashes,
      Instant started) {
    return new RunManifest(
        config,
        seed,
        dataHashes,
        checkpointHashes,
        versions(),
        Optional.empty(),
        started,
        Instant.now());
  }

  /** Returns the options of a command by name, given or default; those without a value left out. */
  static JsonObject options(CommandSpec spec) {
    JsonObject options = new JsonObject();
    for (OptionSpec option : spec.options()) {
      Object value = option.getValue();
      if (value != null && !option.usageHelp() && !option.versionHelp()) {
        options.addProperty(
            option.longestName().substring(2).replace('-', '_'),
            value instanceof double[] numbers ? Arrays.toString(numbers) : value.toString());
      }
    }
    return options;
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put(
        "oreo",
        Objects.requireNonNullElse(
            Manifests.class.getPackage().getImplementationVersion(), "not from a jar"));
    versions.put("engine", HuggingFaceCheckpoint.engine());
    versions.put("java", Runtime.version().toString());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
