package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldVersion;
import dev.oreo.environment.Environment;
import dev.oreo.environment.TextWorldLogic;
import dev.oreo.examples.alfworld.GameFiles;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which games, and by what rules. */
@SuppressWarnings("NullAway.Init") // picocli fills required options
final class GamesMixin {
  @Option(
      names = "--games",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "The games: JSONL, also gzipped.")
  private List<Path> files;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Play N games only, drawn at random by --limit-seed (default: all).")
  private @Nullable Integer limit;

  @Option(
      names = "--limit-seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which games --limit draws (default: ${DEFAULT-VALUE}).")
  private long limitSeed;

  @Mixin private RulesMixin rules;

  AlfworldVersion version() {
    return rules.version();
  }

  /** Reads the games asked for. */
  List<AlfworldGame> read() throws IOException {
    checkArgument(limit == null || limit >= 1, "--limit must be >= 1, got %s", limit);
    List<AlfworldGame> all = GameFiles.games(files);
    return limit == null ? all : GameFiles.some(all, limit, limitSeed);
  }

  /** Returns what opens a game. */
  Function<AlfworldGame, Environment> opener() throws IOException {
    TextWorldLogic logic = rules.logic();
    return game -> game.open(logic);
  }

  /** Returns the hash of each file. */
  Map<String, String> hashes() throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Path file : files) {
      hashes.put(file.toString(), RunManifest.sha256(file));
    }
    return hashes;
  }

  /** Adds what determines the games to a run's settings. */
  void describe(JsonObject settings) throws IOException {
    settings.addProperty("games_sha256", String.join(",", hashes().values()));
    if (limit != null) {
      settings.addProperty("limit", limit);
      settings.addProperty("limit_seed", limitSeed);
    }
    rules.describe(settings);
  }
}
