package dev.oreo.examples.command;

import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldGames;
import dev.oreo.environment.EpisodeReplay;
import dev.oreo.environment.RecordedEpisode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo alfworld replay}: recorded episodes, checked line by line. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays recorded episodes again and compares every observation, every list of admissible"
          + " commands and every won flag that was recorded.",
      "Each episode is played in the wording that it was recorded in. Prints the counts and the first"
          + " difference; exit code 1 if there is any."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AlfworldReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--games",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "The games: JSONL, also gzipped.")
  private List<Path> games;

  @Option(
      names = "--traces",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "The episodes: JSONL, also gzipped; recorded from the engine, transcripts of the expert, or"
              + " walkthroughs.")
  private List<Path> traces;

  @Mixin private RulesOverrides rules;

  /** Made by the command line only. */
  public AlfworldReplayCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, List<RecordedEpisode>> episodes = episodes();
    Tally tally = new Tally();
    for (Path file : games) {
      try (Stream<AlfworldGame> stream = AlfworldGames.stream(file)) {
        for (AlfworldGame game : (Iterable<AlfworldGame>) stream::iterator) {
          List<RecordedEpisode> recorded = episodes.remove(game.id());
          for (RecordedEpisode episode : recorded == null ? List.<RecordedEpisode>of() : recorded) {
            tally.add(
                EpisodeReplay.of(game.open(rules.logic(episode.version())), episode), episode);
          }
        }
      }
    }
    int missing = episodes.values().stream().mapToInt(List::size).sum();
    tally.print(out, missing);
    if (missing > 0) {
      out.printf("first game that is not there: %s%n", episodes.keySet().iterator().next());
    }
    return tally.differing + missing > 0 ? 1 : 0;
  }

  private Map<String, List<RecordedEpisode>> episodes() throws IOException {
    Map<String, List<RecordedEpisode>> byGame = new HashMap<>();
    for (Path file : traces) {
      try (Stream<RecordedEpisode> stream = RecordedEpisode.stream(file)) {
        stream.forEach(
            episode -> byGame.computeIfAbsent(episode.game(), g -> new ArrayList<>()).add(episode));
      }
    }
    return byGame;
  }

  /** What came of all episodes. */
  private static final class Tally {
    private int episodes;
    private int won;
    private long steps;
    private long lists;
    private int introductions;
    private int differing;
    private Optional<EpisodeReplay.Difference> first = Optional.empty();

    private void add(EpisodeReplay replay, RecordedEpisode episode) {
      episodes++;
      won += replay.won() ? 1 : 0;
      steps += replay.steps();
      introductions += episode.introduction().isPresent() ? 1 : 0;
      lists +=
          (episode.actions().isPresent() ? 1 : 0)
              + episode.steps().subList(0, replay.steps()).stream()
                  .filter(step -> step.actions().isPresent())
                  .count();
      if (replay.difference().isPresent()) {
        differing++;
        first = first.isPresent() ? first : replay.difference();
      }
    }

    private void print(PrintWriter out, int missing) {
      out.printf(
          "%,d episodes, %,d steps; compared %,d introductions, %,d observations, %,d lists of"
              + " admissible commands, %,d won flags%n",
          episodes, steps, introductions, steps, lists, steps);
      out.printf(
          "%,d episodes end won, %,d differ, %,d are of games that are not there%n",
          won, differing, missing);
      first.ifPresent(
          difference ->
              out.printf(
                  "first difference: %s, step %d (%s), %s%n  recorded: %s%n  got:      %s%n",
                  difference.game(),
                  difference.step(),
                  difference.command(),
                  difference.part().name().toLowerCase(Locale.ROOT),
                  difference.expected(),
                  difference.got()));
    }
  }
}
