package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldGameFile;
import dev.oreo.environment.AlfworldGames;
import dev.oreo.environment.EnvironmentState;
import dev.oreo.environment.TextWorldGame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo alfworld play}: a person plays a game. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Play a game in the terminal.",
      "Besides the game's own commands: ? lists what is possible now, undo takes back the last"
          + " command, quit ends."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AlfworldPlayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--game",
      required = true,
      paramLabel = "FILE",
      description = "A game.tw-pddl, which brings its own rules, or games as JSONL, also gzipped.")
  private Path file;

  @Option(
      names = "--id",
      paramLabel = "TEXT",
      description = "Of JSONL, the first game whose id contains this (default: the first game).")
  private @Nullable String id;

  @Mixin private RulesMixin rules;

  /** Made by the command line only. */
  public AlfworldPlayCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    TextWorldGame game = game();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    Deque<EnvironmentState> past = new ArrayDeque<>();
    EnvironmentState state = game.reset();
    out.println(state.observation());
    while (!state.done()) {
      out.print("\n> ");
      out.flush();
      String line = in.readLine();
      if (line == null || line.strip().equals("quit")) {
        out.printf("%nGiven up after %d commands.%n", past.size());
        return 0;
      }
      if (line.strip().equals("?")) {
        state.actions().forEach(out::println);
      } else if (line.strip().equals("undo")) {
        state = past.isEmpty() ? state : past.pop();
        out.println(state.observation());
      } else {
        past.push(state);
        state = state.step(line);
        out.println(state.observation());
      }
    }
    out.printf("%nWon with %d commands.%n", past.size());
    return 0;
  }

  private TextWorldGame game() throws IOException {
    if (file.toString().endsWith(".tw-pddl")) {
      checkArgument(id == null, "--id must not be given with a game.tw-pddl, got %s", id);
      AlfworldGameFile opened = AlfworldGames.open(file);
      return rules.overridden() ? opened.game().open(rules.logic()) : opened.open();
    }
    try (Stream<AlfworldGame> games = AlfworldGames.stream(file)) {
      Optional<AlfworldGame> found =
          games.filter(game -> id == null || game.id().contains(id)).findFirst();
      checkArgument(found.isPresent(), "--id must be part of a game's id in %s, got %s", file, id);
      return found.get().open(rules.logic());
    }
  }
}
