package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.environment.AlfworldVersion;
import dev.oreo.environment.TextWorldLogic;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Texts that are given in place of those that the rules of the games have. */
final class RulesOverrides {
  @Option(
      names = "--domain",
      paramLabel = "FILE",
      description = "PDDL domain to play by (default: that of the version).")
  private @Nullable Path domain;

  @Option(
      names = "--grammar",
      paramLabel = "FILE",
      description = "Grammar of all texts, twl2 (default: that of the version).")
  private @Nullable Path grammar;

  /** Returns whether any is given. */
  boolean given() {
    return domain != null || grammar != null;
  }

  /** Returns the rules of a version, but for the texts given. */
  TextWorldLogic logic(AlfworldVersion version) throws IOException {
    if (!given()) {
      return version.logic();
    }
    return TextWorldLogic.parse(
        domain == null ? version.domain() : Files.readString(domain),
        domain == null ? "domain " + version.label() : domain.toString(),
        grammar == null ? version.grammar() : Files.readString(grammar),
        grammar == null ? "grammar " + version.label() : grammar.toString());
  }

  /** Adds the hashes of the texts to a run's settings. */
  void describe(JsonObject settings) throws IOException {
    if (domain != null) {
      settings.addProperty("domain_sha256", RunManifest.sha256(domain));
    }
    if (grammar != null) {
      settings.addProperty("grammar_sha256", RunManifest.sha256(grammar));
    }
  }
}
