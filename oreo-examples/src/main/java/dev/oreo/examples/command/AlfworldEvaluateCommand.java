package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.agent.TurnSource;
import dev.oreo.agent.TurnTemplate;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.alfworld.EpisodeRun;
import dev.oreo.examples.alfworld.KeptEpisodes;
import dev.oreo.examples.alfworld.SuccessRates;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.ValueSession;
import dev.oreo.search.BestOfKAction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo alfworld evaluate}: how many games a policy wins. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells how many games a policy wins: greedily, or with the best of K actions by value.",
      "OUTPUT/report.json has all numbers, episodes.jsonl every episode. Episodes are kept in OUTPUT"
          + " as soon as they end; the same command goes on from there."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AlfworldEvaluateCommand implements Callable<Integer> {
  /** Written last: its presence says that the evaluation is complete. */
  private static final String REPORT = "report.json";

  @Spec private CommandSpec spec;
  @Mixin private ModelMixin model;
  @Mixin private GamesMixin games;
  @Mixin private AgentOptions agent;

  @Option(
      names = "--value",
      paramLabel = "DIR",
      description = "HuggingFace folder of the value function that chooses among K actions.")
  private @Nullable Path value;

  @Option(
      names = "--actions",
      paramLabel = "K",
      description =
          "Actions drawn in each state, of which the one with the highest value is taken; needs"
              + " --value.")
  private @Nullable Integer actions;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Of drawing tokens; 0 for the best one always (default: 0, with --actions 1).")
  private @Nullable Double temperature;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make, or that of the same evaluation begun before.")
  private Path output;

  /** Made by the command line only. */
  public AlfworldEvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    checkArgument(
        (value == null) == (actions == null),
        "--value and --actions must be given together, got %s and %s",
        value,
        actions);
    if (Files.exists(output.resolve(REPORT))) {
      throw new FileAlreadyExistsException(output.resolve(REPORT).toString());
    }
    PrintWriter out = spec.commandLine().getOut();
    HuggingFaceCheckpoint checkpoint = model.open();
    Map<String, String> fingerprints = new LinkedHashMap<>();
    fingerprints.put("policy", checkpoint.fingerprint());
    if (value != null) {
      fingerprints.put("value", HuggingFaceCheckpoint.open(value).fingerprint());
    }
    AlfworldProtocol protocol = agent.protocol(games.version());
    EpisodeRun run =
        new EpisodeRun(games.read(), games.opener(), protocol, agent.config(1, seed), out);
    Files.createDirectories(output);
    Path partial = output.resolve("episodes.partial");
    SuccessRates rates;
    try (KeptEpisodes episodes = KeptEpisodes.open(partial, settings(fingerprints))) {
      play(run, checkpoint, EpisodeRun.template(checkpoint, protocol), episodes);
      rates = new SuccessRates(episodes.outcomes());
      episodes.write(output.resolve("episodes.jsonl"));
    }
    Manifests.of(Manifests.options(spec), seed, games.hashes(), fingerprints, started)
        .write(output.resolve("manifest.json"));
    WholeFile.write(output.resolve(REPORT), text -> text.write(rates.json() + "\n"));
    Files.delete(partial);
    out.print(rates.markdown());
    return 0;
  }

  private void play(
      EpisodeRun run,
      HuggingFaceCheckpoint checkpoint,
      TurnTemplate template,
      KeptEpisodes episodes)
      throws IOException {
    try (DjlPolicy policy = checkpoint.loadPolicy(agent.generating(model.options()));
        GenerationSession session = policy.openGenerationSession()) {
      if (value == null || actions == null) {
        run.run(TurnSource.of(session, generation()), template, episodes);
        return;
      }
      try (DjlValueFunction valueFunction =
              HuggingFaceCheckpoint.open(value).loadValueFunction(model.options());
          ValueSession values = valueFunction.openValueSession()) {
        BestOfKAction search = new BestOfKAction(session, values, actions, generation());
        run.run(search::choose, template, episodes);
      }
    }
  }

  private GenerationConfig generation() {
    double chosen = temperature == null ? (actions == null ? 0 : 1) : temperature;
    return chosen == 0 ? GenerationConfig.GREEDY : GenerationConfig.sampling(chosen);
  }

  private JsonObject settings(Map<String, String> fingerprints) throws IOException {
    JsonObject settings = new JsonObject();
    fingerprints.forEach((role, hash) -> settings.addProperty(role + "_fingerprint", hash));
    settings.addProperty("precision", model.options().precision().toString());
    games.describe(settings);
    agent.describe(settings, games.version());
    if (actions != null) {
      settings.addProperty("actions", actions);
    }
    settings.addProperty("temperature", generation().temperature());
    settings.addProperty("seed", seed);
    return settings;
  }
}
