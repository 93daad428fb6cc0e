package dev.oreo.examples.alfworld;

import com.google.gson.JsonObject;
import dev.oreo.agent.AgentConfig;
import dev.oreo.agent.InvalidReply;
import dev.oreo.agent.TurnSource;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.ValueSession;
import dev.oreo.search.BestOfKAction;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** All of one seed. Whatever is complete in the folder is not made again. */
final class SeedRun {
  /** Longest reply; the expert's longest is about 20 tokens, a model that thinks needs more. */
  private static final int MAX_TURN_TOKENS = 64;

  private final StudyConfig config;
  private final StudyGames games;
  private final BaseModel base;
  private final long seed;
  private final Path folder;
  private final PrintWriter out;
  private final MethodTraining training;

  SeedRun(
      StudyConfig config, StudyGames games, BaseModel base, long seed, Path folder, PrintWriter out)
      throws IOException {
    this.config = config;
    this.games = games;
    this.base = base;
    this.seed = seed;
    this.folder = Files.createDirectories(folder);
    this.out = out;
    this.training = new MethodTraining(config, seed, out);
  }

  /** Returns the policy that a method gives, training it and what it needs if there is none yet. */
  HuggingFaceCheckpoint policy(StudyMethod method) throws IOException {
    Path result = folder.resolve(method.label());
    if (!Files.exists(result)) {
      if (method == StudyMethod.SFT) {
        imitateExpert(result);
      } else {
        HuggingFaceCheckpoint sft = policy(StudyMethod.SFT);
        List<List<Trajectory>> episodes = episodes(sft);
        out.printf("seed %d: %s%n", seed, method);
        switch (method) {
          case REJECTION -> training.rejection(sft, episodes, result);
          case DPO -> training.dpo(sft, episodes, result);
          default -> training.oreo(sft, episodes, result);
        }
      }
    }
    return MethodTraining.policy(result);
  }

  private void imitateExpert(Path result) throws IOException {
    HuggingFaceCheckpoint begin = base.checkpoint();
    ExpertRows rows = new ExpertRows(config, games, EpisodeRun.template(begin, games.protocol()));
    List<Transcript> chosen = rows.chosen(seed);
    out.printf(
        "seed %d: imitation of %,d transcripts of at most %d turns and %d tokens%n",
        seed, chosen.size(), config.maxTurns(), config.maxTokens());
    training.sft(begin, rows.imitation(chosen, seed), result);
  }

  /** Returns the episodes that the methods learn from, by game. */
  private List<List<Trajectory>> episodes(HuggingFaceCheckpoint sft) throws IOException {
    StudyConfig.Rollouts rollouts = config.rollouts();
    List<AlfworldGame> chosen = GameFiles.some(games.training(), rollouts.games(), seed);
    out.printf("seed %d: episodes of %,d training games%n", seed, chosen.size());
    try (KeptEpisodes kept = keep(folder.resolve("rollouts.jsonl"), sft)) {
      try (DjlPolicy policy = training.load(sft);
          GenerationSession session = policy.openGenerationSession()) {
        play(
            chosen,
            agent(rollouts.samples()),
            TurnSource.of(session, GenerationConfig.sampling(rollouts.temperature())),
            sft,
            kept);
      }
      out.printf("seed %d: %,d of %,d episodes are won%n", seed, kept.won(), kept.size());
      return kept.trajectories();
    }
  }

  private static KeptEpisodes keep(Path file, HuggingFaceCheckpoint policy) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JsonObject settings = new JsonObject();
    settings.addProperty("policy", policy.fingerprint());
    return KeptEpisodes.open(file, settings);
  }

  private AgentConfig agent(int samples) {
    return new AgentConfig(
        config.maxTurns(),
        config.maxTokens(),
        MAX_TURN_TOKENS,
        InvalidReply.ENDS_EPISODE,
        samples,
        config.parallelEpisodes(),
        seed);
  }

  private void play(
      List<AlfworldGame> chosen,
      AgentConfig agent,
      TurnSource source,
      HuggingFaceCheckpoint checkpoint,
      KeptEpisodes kept)
      throws IOException {
    new EpisodeRun(chosen, games.opener(), games.protocol(), agent, out)
        .run(source, EpisodeRun.template(checkpoint, games.protocol()), kept);
  }

  /**
   * Returns what comes of playing a split with a method's policy.
   *
   * @param actions the K of best-of-K actions by the method's value function; empty for greedy play
   */
  List<EpisodeOutcome> evaluate(StudyMethod method, Optional<Integer> actions, String split)
      throws IOException {
    HuggingFaceCheckpoint checkpoint = policy(method);
    List<AlfworldGame> test = Objects.requireNonNull(games.tests().get(split), split);
    String name =
        method + actions.map(k -> "-best-of-" + k).orElse("-greedy") + "-" + split + ".jsonl";
    try (KeptEpisodes kept = keep(folder.resolve("evaluations").resolve(name), checkpoint)) {
      if (kept.size() < test.size()) {
        out.printf("seed %d: %s%n", seed, name.replace(".jsonl", ""));
        if (actions.isPresent()) {
          bestOfK(method, actions.get(), test, kept);
        } else {
          greedy(checkpoint, test, kept);
        }
      }
      return kept.outcomes();
    }
  }

  private void greedy(HuggingFaceCheckpoint checkpoint, List<AlfworldGame> test, KeptEpisodes kept)
      throws IOException {
    try (DjlPolicy policy = training.load(checkpoint);
        GenerationSession session = policy.openGenerationSession()) {
      TurnSource source = TurnSource.of(session, GenerationConfig.GREEDY);
      play(test, agent(1), source, checkpoint, kept);
    }
  }

  private void bestOfK(StudyMethod method, int actions, List<AlfworldGame> test, KeptEpisodes kept)
      throws IOException {
    HuggingFaceCheckpoint checkpoint = policy(method);
    HuggingFaceCheckpoint value =
        HuggingFaceCheckpoint.open(folder.resolve(method.label()).resolve("value"));
    try (DjlPolicy policy = training.load(checkpoint);
        GenerationSession session = policy.openGenerationSession();
        DjlValueFunction valueFunction = value.loadValueFunction(config.networks());
        ValueSession values = valueFunction.openValueSession()) {
      BestOfKAction search =
          new BestOfKAction(session, values, actions, GenerationConfig.sampling(1));
      play(test, agent(1), search::choose, checkpoint, kept);
    }
  }
}
