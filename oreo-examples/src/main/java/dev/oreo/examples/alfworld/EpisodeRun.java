package dev.oreo.examples.alfworld;

import dev.oreo.agent.AgentConfig;
import dev.oreo.agent.AgentProtocol;
import dev.oreo.agent.Episode;
import dev.oreo.agent.EpisodeRunner;
import dev.oreo.agent.TurnSource;
import dev.oreo.agent.TurnTemplate;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.Environment;
import dev.oreo.train.ProgressPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Plays the episodes that are missing, and keeps each at once. */
public final class EpisodeRun {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);

  private final List<AlfworldGame> games;
  private final Function<AlfworldGame, Environment> opener;
  private final AgentProtocol protocol;
  private final AgentConfig config;
  private final PrintWriter out;
  private int played;
  private long turns;
  private long started;
  private long told;

  /**
   * Prepares a run.
   *
   * @param games what to play
   * @param opener gives a game's environment
   * @param protocol the conversation
   * @param config limits, how many, seed
   * @param out where progress is told
   */
  public EpisodeRun(
      List<AlfworldGame> games,
      Function<AlfworldGame, Environment> opener,
      AgentProtocol protocol,
      AgentConfig config,
      PrintWriter out) {
    this.games = List.copyOf(games);
    this.opener = opener;
    this.protocol = protocol;
    this.config = config;
    this.out = out;
  }

  /**
   * Returns how a policy's conversations are written.
   *
   * @param checkpoint the policy's
   * @param protocol the conversation
   * @return the template
   * @throws IllegalArgumentException if the checkpoint has no chat template, or none that writes
   *     turns one by one
   */
  public static TurnTemplate template(HuggingFaceCheckpoint checkpoint, AgentProtocol protocol) {
    return new TurnTemplate(
        checkpoint
            .chatTemplate()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "model must have a chat template, found none in "
                            + checkpoint.directory())),
        checkpoint.tokenizer(),
        protocol);
  }

  /**
   * Plays what is missing.
   *
   * @param source the policy's turns
   * @param template the policy's
   * @param kept where episodes are kept, and where it is seen which are missing
   * @throws IOException if an episode cannot be kept
   */
  public void run(TurnSource source, TurnTemplate template, KeptEpisodes kept) throws IOException {
    int all = games.size() * config.samplesPerTask();
    if (kept.size() > 0 && kept.size() < all) {
      out.printf("going on after %,d of %,d episodes%n", kept.size(), all);
    }
    started = System.nanoTime();
    told = started;
    try {
      new EpisodeRunner(source, template, protocol, config)
          .run(
              games.size(),
              game -> opener.apply(games.get(game)),
              kept.missing(),
              episode -> keep(episode, kept, all));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void keep(Episode episode, KeptEpisodes kept, int all) {
    try {
      kept.add(episode, games.get(episode.task()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    played++;
    turns += episode.turns().size();
    long now = System.nanoTime();
    if (now - told >= PROGRESS_EVERY.toNanos() || kept.size() == all) {
      told = now;
      tell(kept, all, (now - started) / 1e9);
    }
  }

  private void tell(KeptEpisodes kept, int all, double seconds) {
    int left = all - kept.size();
    out.printf(
        Locale.ROOT,
        "%,d of %,d episodes  %.1f%% won  %,.0f turns/s  %s %s%n",
        kept.size(),
        all,
        100.0 * kept.won() / kept.size(),
        turns / seconds,
        ProgressPrinter.duration(left == 0 ? seconds : seconds / played * left),
        left == 0 ? "in all" : "left");
    out.flush();
  }
}
