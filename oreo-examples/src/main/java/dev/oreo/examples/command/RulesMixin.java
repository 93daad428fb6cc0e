package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.environment.AlfworldVersion;
import dev.oreo.environment.TextWorldLogic;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The rules of the games and their wording. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesMixin {
  @Option(
      names = "--wording",
      paramLabel = "VERSION",
      defaultValue = "2.1.1",
      converter = VersionConverter.class,
      description =
          "ALFWorld's version whose rules and wording are played: 2.1.1, the paper's, or 2.1.3"
              + " (default: ${DEFAULT-VALUE}).")
  private AlfworldVersion version = AlfworldVersion.V2_1_1;

  @Mixin private RulesOverrides overrides;

  AlfworldVersion version() {
    return version;
  }

  /** Returns the rules asked for. */
  TextWorldLogic logic() throws IOException {
    return overrides.logic(version);
  }

  /** Returns whether texts are given in place of the version's. */
  boolean overridden() {
    return overrides.given();
  }

  /** Adds what determines the rules to a run's settings. */
  void describe(JsonObject settings) throws IOException {
    settings.addProperty("wording", version.label());
    overrides.describe(settings);
  }
}
