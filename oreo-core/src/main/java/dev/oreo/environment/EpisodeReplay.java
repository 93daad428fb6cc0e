package dev.oreo.environment;

import dev.oreo.internal.Checks;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What came of playing a {@link RecordedEpisode} again.
 *
 * @param steps how many steps were played and compared
 * @param won whether the game is won at the end
 * @param difference the first difference, empty if everything is as recorded; the replay ends at it
 */
public record EpisodeReplay(int steps, boolean won, Optional<Difference> difference) {
  private static final Pattern PLACE = Pattern.compile("^You arrive at loc \\d+\\. ");

  /** What can differ. */
  public enum Part {
    /** What the player is told at first. */
    INTRODUCTION,
    /** What a step is answered. */
    OBSERVATION,
    /** The commands possible. */
    ACTIONS,
    /** Whether the game is won. */
    WON
  }

  /**
   * A difference between what was recorded and what happened.
   *
   * @param game id of the game
   * @param step the step, counted from 1; 0 is before the first
   * @param command the step's command, empty before the first
   * @param part what differs
   * @param expected as recorded
   * @param got as it happened
   */
  public record Difference(
      String game, int step, String command, Part part, String expected, String got) {}

  /**
   * Plays an episode again, in its wording.
   *
   * @param game the game that it was recorded from
   * @param episode the episode
   * @return what came of it
   * @throws IllegalArgumentException if the episode is of another game
   * @throws GameFormatException if the game cannot be opened
   */
  public static EpisodeReplay of(AlfworldGame game, RecordedEpisode episode) {
    Checks.argument(
        game.id().equals(episode.game()),
        "episode must be of game %s, got %s",
        game.id(),
        episode.game());
    return of(game.open(episode.version()), episode);
  }

  /**
   * Plays an episode again in an opened game. A step after the game was won is played all the same,
   * as the engine that recorded it did.
   *
   * @param game the game that it was recorded from
   * @param episode the episode
   * @return what came of it
   */
  public static EpisodeReplay of(TextWorldGame game, RecordedEpisode episode) {
    TextWorldState state = game.reset();
    Optional<Difference> difference = atFirst(state, episode);
    int steps = 0;
    while (difference.isEmpty() && steps < episode.steps().size()) {
      RecordedStep step = episode.steps().get(steps++);
      state = state.goOn(step.command());
      difference = after(state, step, steps, episode);
    }
    return new EpisodeReplay(steps, state.won(), difference);
  }

  private static Optional<Difference> atFirst(TextWorldState state, RecordedEpisode episode) {
    Optional<String> told = episode.introduction();
    if (told.isPresent() && !told.get().equals(state.observation())) {
      return difference(episode, 0, Part.INTRODUCTION, told.get(), state.observation());
    }
    return actions(state, episode.actions(), 0, episode);
  }

  private static Optional<Difference> after(
      TextWorldState state, RecordedStep step, int number, RecordedEpisode episode) {
    String got = state.observation();
    if (episode.placesOmitted()) {
      got = PLACE.matcher(got).replaceFirst("");
    }
    if (!got.equals(step.observation())) {
      return difference(episode, number, Part.OBSERVATION, step.observation(), got);
    }
    if (state.won() != step.won()) {
      return difference(
          episode, number, Part.WON, String.valueOf(step.won()), String.valueOf(state.won()));
    }
    return actions(state, step.actions(), number, episode);
  }

  private static Optional<Difference> actions(
      TextWorldState state, Optional<List<String>> expected, int step, RecordedEpisode episode) {
    if (expected.isEmpty() || expected.get().equals(state.actions())) {
      return Optional.empty();
    }
    return difference(
        episode,
        step,
        Part.ACTIONS,
        String.join(" | ", expected.get()),
        String.join(" | ", state.actions()));
  }

  private static Optional<Difference> difference(
      RecordedEpisode episode, int step, Part part, String expected, String got) {
    String command = step == 0 ? "" : episode.steps().get(step - 1).command();
    return Optional.of(new Difference(episode.game(), step, command, part, expected, got));
  }
}
