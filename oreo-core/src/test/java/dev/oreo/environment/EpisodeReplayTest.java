package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.oreo.environment.EpisodeReplay.Difference;
import dev.oreo.environment.EpisodeReplay.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EpisodeReplayTest {
  private static final List<String> WINNING =
      List.of(
          "switch lamp 2",
          "go to kitchen",
          "switch lamp 1",
          "unlock cellar",
          "take lamp 1 from kitchen",
          "go to cellar",
          "drop lamp 1");

  @Test
  void of_episodeAsRecorded_hasNoDifference() {
    assertThat(EpisodeReplay.of(House.game(), record(WINNING)))
        .isEqualTo(new EpisodeReplay(7, true, Optional.empty()));
  }

  @Test
  void of_otherIntroduction_differsBeforeTheFirstStep() {
    RecordedEpisode good = record(WINNING);
    RecordedEpisode other =
        new RecordedEpisode(
            "house",
            good.version(),
            Optional.of("Hi."),
            good.actions(),
            good.steps(),
            good.placesOmitted());

    assertThat(EpisodeReplay.of(House.game(), other))
        .isEqualTo(
            new EpisodeReplay(
                0,
                false,
                Optional.of(
                    new Difference(
                        "house",
                        0,
                        "",
                        Part.INTRODUCTION,
                        "Hi.",
                        House.game().reset().observation()))));
  }

  @Test
  void of_otherObservation_differsAtItsStep() {
    RecordedStep step = record(WINNING).steps().get(2);

    assertThat(replaced(2, new RecordedStep(step.command(), "Clack.", step.actions(), step.won())))
        .isEqualTo(
            new EpisodeReplay(
                3,
                false,
                Optional.of(
                    new Difference(
                        "house", 3, "switch lamp 1", Part.OBSERVATION, "Clack.", "Click."))));
  }

  @Test
  void of_otherActions_differAtTheirStep() {
    RecordedStep step = record(WINNING).steps().get(0);
    List<String> all = step.actions().get();
    List<String> fewer = all.subList(1, all.size());

    assertThat(
            replaced(
                    0,
                    new RecordedStep(
                        step.command(), step.observation(), Optional.of(fewer), step.won()))
                .difference())
        .contains(
            new Difference(
                "house",
                1,
                "switch lamp 2",
                Part.ACTIONS,
                String.join(" | ", fewer),
                String.join(" | ", all)));
  }

  @Test
  void of_notWonAsRecorded_differsAtItsStep() {
    RecordedStep step = record(WINNING).steps().get(6);

    assertThat(
            replaced(
                6, new RecordedStep(step.command(), step.observation(), step.actions(), false)))
        .isEqualTo(
            new EpisodeReplay(
                7,
                true,
                Optional.of(new Difference("house", 7, "drop lamp 1", Part.WON, "false", "true"))));
  }

  /** As the engine that recorded it, which goes on after the goal. */
  @Test
  void of_stepsAfterTheGoal_arePlayed() {
    List<String> commands = new ArrayList<>(WINNING);
    commands.addAll(List.of("look", "fly", "take lamp 1 from cellar"));

    EpisodeReplay replay = EpisodeReplay.of(House.game(), record(commands));

    assertThat(replay).isEqualTo(new EpisodeReplay(10, false, Optional.empty()));
  }

  @Test
  void of_placesOmitted_comparesWithoutThem() {
    String grammar = House.GRAMMAR.replace("\"Click.\"", "\"You arrive at loc 12. Click.\"");
    TextWorldLogic logic = TextWorldLogic.parse(House.DOMAIN, "d", grammar, "g");
    TextWorldGame game = TextWorldGame.of(logic, House.PROBLEM, "p", "");
    List<RecordedStep> steps =
        List.of(new RecordedStep("switch lamp 2", "Click.", Optional.empty(), false));

    assertThat(EpisodeReplay.of(game, transcript(steps, true)).difference()).isEmpty();
    assertThat(EpisodeReplay.of(game, transcript(steps, false)).difference()).isPresent();
  }

  @Test
  void of_episodeOfAnotherGame_isRefused() {
    AlfworldGame game = new AlfworldGame("hut", "train", "tidy", "", House.PROBLEM);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EpisodeReplay.of(game, record(WINNING)))
        .withMessage("episode must be of game hut, got house");
  }

  private static EpisodeReplay replaced(int number, RecordedStep step) {
    RecordedEpisode good = record(WINNING);
    List<RecordedStep> steps = new ArrayList<>(good.steps());
    steps.set(number, step);
    return EpisodeReplay.of(
        House.game(),
        new RecordedEpisode(
            "house", good.version(), good.introduction(), good.actions(), steps, false));
  }

  private static RecordedEpisode transcript(List<RecordedStep> steps, boolean placesOmitted) {
    return new RecordedEpisode(
        "house", AlfworldVersion.V2_1_1, Optional.empty(), Optional.empty(), steps, placesOmitted);
  }

  /** What happens in the house, in a record. */
  private static RecordedEpisode record(List<String> commands) {
    TextWorldState first = House.game().reset();
    TextWorldState state = first;
    List<RecordedStep> steps = new ArrayList<>();
    for (String command : commands) {
      state = state.goOn(command);
      steps.add(
          new RecordedStep(
              command, state.observation(), Optional.of(state.actions()), state.won()));
    }
    return new RecordedEpisode(
        "house",
        AlfworldVersion.V2_1_1,
        Optional.of(first.observation()),
        Optional.of(first.actions()),
        steps,
        false);
  }
}
