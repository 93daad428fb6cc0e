package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.agent.TurnSource;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.examples.alfworld.EpisodeRun;
import dev.oreo.examples.alfworld.KeptEpisodes;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo alfworld collect}: episodes of a policy, to learn from. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays games with a policy and writes the episodes for train.",
      "Rows have the token ids as read and drawn, the turns as steps, the reward (1 if won, else 0)"
          + " and the turns' texts. Each is kept in OUTPUT.partial as soon as it has ended; the same"
          + " command goes on from there. OUTPUT appears when all are played, and"
          + " OUTPUT.manifest.json with it."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AlfworldCollectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelMixin model;
  @Mixin private GamesMixin games;
  @Mixin private AgentOptions agent;

  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "5",
      description = "Episodes of each game (default: ${DEFAULT-VALUE}, as in the OREO paper).")
  private int samples;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "Of drawing tokens, greater than 0 (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSONL to write; must not exist.")
  private Path output;

  /** Made by the command line only. */
  public AlfworldCollectCommand() {}

  @Override
  public Integer call() throws IOException {
    if (Files.exists(output)) {
      throw new FileAlreadyExistsException(output.toString());
    }
    Instant started = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    HuggingFaceCheckpoint checkpoint = model.open();
    AlfworldProtocol protocol = agent.protocol(games.version());
    List<AlfworldGame> played = games.read();
    EpisodeRun run =
        new EpisodeRun(played, games.opener(), protocol, agent.config(samples, seed), out);
    String fingerprint = checkpoint.fingerprint();
    Path partial = beside(".partial");
    try (KeptEpisodes episodes = KeptEpisodes.open(partial, settings(fingerprint))) {
      try (DjlPolicy policy = checkpoint.loadPolicy(agent.generating(model.options()));
          GenerationSession session = policy.openGenerationSession()) {
        TurnSource source = TurnSource.of(session, GenerationConfig.sampling(temperature));
        run.run(source, EpisodeRun.template(checkpoint, protocol), episodes);
      }
      out.printf("%,d of %,d episodes are won%n", episodes.won(), episodes.size());
      episodes.write(output);
    }
    Manifests.of(
            Manifests.options(spec), seed, games.hashes(), Map.of("policy", fingerprint), started)
        .write(beside(".manifest.json"));
    Files.delete(partial);
    out.printf("wrote %s%n", output);
    return 0;
  }

  private JsonObject settings(String fingerprint) throws IOException {
    JsonObject settings = new JsonObject();
    settings.addProperty("model_fingerprint", fingerprint);
    settings.addProperty("precision", model.options().precision().toString());
    games.describe(settings);
    agent.describe(settings, games.version());
    settings.addProperty("samples", samples);
    settings.addProperty("temperature", temperature);
    settings.addProperty("seed", seed);
    return settings;
  }

  private Path beside(String suffix) {
    return output.resolveSibling(output.getFileName() + suffix);
  }
}
