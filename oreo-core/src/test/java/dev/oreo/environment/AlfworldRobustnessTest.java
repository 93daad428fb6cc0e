package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oreo.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a player says, the world answers and stays what it is. */
final class AlfworldRobustnessTest {
  private static final int GAMES = 100;
  private static final int COMMANDS = 10_000;
  private static final String NOTHING = TextWorldGame.NOTHING_HAPPENS;
  private static final String LONG = "take ".repeat(20_000);

  @Test
  void step_randomCommands_areAnsweredAndChangeOnlyWhatTheyMay() throws IOException {
    List<AlfworldGame> games = games();
    List<String> foreign = foreignCommands(games);
    for (int i = 0; i < games.size(); i++) {
      AlfworldVersion version = i % 2 == 0 ? AlfworldVersion.V2_1_1 : AlfworldVersion.V2_1_3;
      TextWorldGame game = games.get(i).open(version);
      List<String> first = game.reset().actions();

      assertThat(misunderstood(game, new Random(i), foreign)).isEmpty();
      assertThat(game.reset().actions()).isEqualTo(first);
    }
  }

  /** The commands that were not answered as they should be, on a random walk. */
  private static List<String> misunderstood(
      TextWorldGame game, Random random, List<String> foreign) {
    List<String> misunderstood = new ArrayList<>();
    TextWorldState state = game.reset();
    for (int i = 0; i < COMMANDS; i++) {
      List<String> actions = state.actions();
      String command = command(random, actions, foreign);
      TextWorldState next = state.step(command);
      boolean nothing = next.observation().equals(NOTHING);
      boolean changed = next.won() || !next.actions().equals(actions);
      boolean known = actions.contains(command.strip());
      if (known ? nothing || next.observation().isEmpty() : !nothing || changed) {
        misunderstood.add(command);
      }
      state = next.done() ? game.reset() : next;
    }
    return misunderstood;
  }

  private static String command(Random random, List<String> actions, List<String> foreign) {
    String known = actions.get(random.nextInt(actions.size()));
    return switch (random.nextInt(8)) {
      case 0 -> known;
      case 1 -> " " + known + "\n";
      case 2 -> foreign.get(random.nextInt(foreign.size()));
      case 3 -> known.substring(0, random.nextInt(known.length()));
      case 4 -> known.replace(' ', '\u3000') + (char) random.nextInt(Character.MAX_VALUE) + "x";
      case 5 -> known.replaceFirst("\\d", "99").toUpperCase(Locale.ROOT) + "?";
      case 6 -> random.nextInt(100) == 0 ? LONG : "";
      default ->
          random
              .ints(random.nextInt(30), 0, Character.MAX_CODE_POINT + 1)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
    };
  }

  private static List<String> foreignCommands(List<AlfworldGame> games) {
    List<String> commands = new ArrayList<>();
    for (AlfworldGame game : games.subList(0, 10)) {
      TextWorldState state = game.open(AlfworldVersion.V2_1_3).reset();
      commands.addAll(state.actions());
      commands.addAll(state.step(state.actions().get(0)).actions());
    }
    return commands;
  }

  @Test
  void of_problemCutShort_isRefused() throws IOException {
    AlfworldGame game = games().get(0);
    String problem = game.problem();
    Random random = new Random(0);
    for (int i = 0; i < 200; i++) {
      String cut = problem.substring(0, random.nextInt(problem.strip().length() - 1));

      assertThatExceptionOfType(GameFormatException.class)
          .isThrownBy(
              () -> TextWorldGame.of(AlfworldVersion.V2_1_1.logic(), cut, game.id(), game.task()));
    }
  }

  @Test
  void parse_latestTextsAndTestWorldOfTextWorld_playTheirGames() throws IOException {
    TextWorldLogic latest = logic("alfred.pddl", "alfred.twl2");
    TextWorldLogic test =
        logic("textworld_pddl_test/domain.pddl", "textworld_pddl_test/grammar.twl2");
    TextWorldGame small =
        TextWorldGame.of(test, text("textworld_pddl_test/problem.pddl"), "problem.pddl", "");

    assertThat(games().get(0).open(latest).reset().step("help").observation())
        .startsWith("Available commands:");
    assertThat(
            small.reset().step("go to desk").step("take cd from desk").step("use desklamp").won())
        .isTrue();
  }

  private static TextWorldLogic logic(String domain, String grammar) throws IOException {
    return TextWorldLogic.parse(text(domain), domain, text(grammar), grammar);
  }

  private static String text(String file) throws IOException {
    return Files.readString(SharedData.path("alfworld/" + file));
  }

  private static List<AlfworldGame> games() throws IOException {
    try (Stream<AlfworldGame> games =
        AlfworldGames.stream(SharedData.path("alfworld/games_valid_unseen.jsonl.gz"))) {
      return games.limit(GAMES).toList();
    }
  }
}
