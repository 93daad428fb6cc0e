package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextWorldGameTest {
  @Test
  void reset_always_introducesTheTask() {
    TextWorldState first = House.game().reset();

    assertThat(first.observation())
        .isEqualTo("Hello.\nYou are somewhere.\nPlease carry two things to the cellar.");
    assertThat(first.reward()).isZero();
    assertThat(first.done()).isFalse();
  }

  /** The door from the hall to the hall leads nowhere, the cellar is locked, hands are empty. */
  @Test
  void actions_atFirst_areWhatChangesOrTellsSomething() {
    assertThat(House.game().reset().actions())
        .containsExactly(
            "clean",
            "go to kitchen",
            "look",
            "roll broom to kitchen",
            "roll lamp 2 to kitchen",
            "switch lamp 2",
            "take broom from hall",
            "take lamp 2 from hall");
  }

  /** Two people can look, which reads the same. */
  @Test
  void actions_ofOneReading_standOnce() {
    String problem =
        House.PROBLEM
            .replace("me - person", "me you - person")
            .replace("(:init", "(:init (at you hall)");

    TextWorldState first = TextWorldGame.of(House.logic(), problem, "p", "").reset();

    assertThat(first.actions()).isEqualTo(House.game().reset().actions());
  }

  @Test
  void actions_always_cannotBeChanged() {
    List<String> actions = House.game().reset().actions();

    assertThatThrownBy(() -> actions.set(0, "fly"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void observation_listOfNoneOneAndMore_isPartedByTheGrammarsWords() {
    assertThat(House.after("look").observation()).isEqualTo("In the hall: a broom, and a lamp 2.");
    assertThat(House.after("take broom from hall", "look").observation())
        .isEqualTo("In the hall: a lamp 2.");
    assertThat(
            House.after(
                    "take lamp 2 from hall",
                    "go to kitchen",
                    "drop lamp 2",
                    "go to hall",
                    "take broom from hall",
                    "look")
                .observation())
        .isEqualTo("In the hall: nothing.");
    assertThat(House.after("take broom from hall", "go to kitchen", "drop broom", "look"))
        .extracting(TextWorldState::observation)
        .isEqualTo("In the kitchen: a broom, and a lamp 1.");
  }

  /** Two variables of a condition never mean one thing: one lamp in the kitchen is not two. */
  @Test
  void observation_conditionOfTwoVariables_takesTwoThings() {
    assertThat(House.after("go to kitchen").observation())
        .isEqualTo("You walk from hall to kitchen.");
    assertThat(House.after("go to kitchen", "go to hall").observation())
        .isEqualTo("You walk from kitchen to hall. Things lie here: the broomthe lamp 2.");
  }

  @Test
  void observation_conditionNotP_holdsOnlyOfWhatAnActionMadeFalse() {
    assertThat(House.after("take lamp 2 from hall").observation())
        .isEqualTo("You take the lamp 2.");
    assertThat(House.after("take broom from hall").observation()).isEqualTo("You take the broom.");
    assertThat(House.after("clean", "take broom from hall").observation())
        .isEqualTo("You take the clean broom.");
  }

  @Test
  void step_effectsWithWhen_dependOnTheStateBefore() {
    assertThat(House.after("switch lamp 2", "take lamp 2 from hall").observation())
        .isEqualTo("You take the lit lamp 2.");
    assertThat(House.after("switch lamp 2", "switch lamp 2", "take lamp 2 from hall"))
        .extracting(TextWorldState::observation)
        .isEqualTo("You take the lamp 2.");
  }

  @Test
  void step_forallEffect_changesAllThatItsConditionMeets() {
    assertThat(House.after("clean").actions()).doesNotContain("clean");
    assertThat(House.after("clean", "go to kitchen").actions()).contains("clean");
  }

  @Test
  void step_conditionWithForall_holdsOnceAllAreAsWanted() {
    TextWorldState one = House.after("switch lamp 2", "go to kitchen");

    assertThat(one.actions()).doesNotContain("unlock cellar");
    assertThat(one.step("switch lamp 1").actions()).contains("unlock cellar");
  }

  @Test
  void step_goalReached_earnsOneAndEnds() {
    TextWorldState state =
        House.after("switch lamp 2", "go to kitchen", "switch lamp 1", "unlock cellar")
            .step("take lamp 1 from kitchen")
            .step("go to cellar");

    assertThat(state.reward()).isZero();

    TextWorldState end = state.step("drop lamp 1");

    assertThat(end.observation()).isEqualTo("You drop lamp_bar_2, lamp.");
    assertThat(end.reward()).isEqualTo(1);
    assertThat(end.done()).isTrue();
    assertThat(end.won()).isTrue();
    assertThatThrownBy(() -> end.step("look"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("state must not be done, got a step (carry two things to the cellar.)");
  }

  @Test
  void step_unknownCommand_changesNothing() {
    TextWorldState state = House.after("take broom from hall");

    TextWorldState next = state.step("take lamp 2 from hall");

    assertThat(next.observation()).isEqualTo("Nothing happens.");
    assertThat(next.reward()).isZero();
    assertThat(next.actions()).isEqualTo(state.actions());
  }

  @Test
  void step_blanksAroundACommand_countForNothingAndBlanksInsideCount() {
    TextWorldState first = House.game().reset();

    assertThat(first.step(" \t\u00a0look\u0085\n").observation()).startsWith("In the hall");
    assertThat(first.step("go  to kitchen").observation()).isEqualTo("Nothing happens.");
    assertThat(first.step("Look").observation()).isEqualTo("Nothing happens.");
  }

  @Test
  void step_fromOneStateTwice_leavesItAsItWas() {
    TextWorldState hall = House.game().reset();
    List<String> before = hall.actions();

    TextWorldState kitchen = hall.step("go to kitchen");
    TextWorldState armed = hall.step("take broom from hall");

    assertThat(hall.actions()).isEqualTo(before);
    assertThat(kitchen.actions()).contains("take lamp 1 from kitchen");
    assertThat(armed.actions()).contains("drop broom").doesNotContain("take lamp 1 from kitchen");
    assertThat(kitchen.step("go to hall").actions()).isEqualTo(before);
  }

  @Test
  void of_taskWithoutPlaceInTheGrammar_leavesTheGrammarsWords() {
    String grammar = House.GRAMMAR.replace("UNKNOWN GOAL", "tidy up");
    TextWorldLogic logic = TextWorldLogic.parse(House.DOMAIN, "d", grammar, "g");

    TextWorldGame game = TextWorldGame.of(logic, House.PROBLEM, "p", "do nothing");

    assertThat(game.reset().observation()).endsWith("Please tidy up.");
    assertThat(game.task()).isEqualTo("do nothing");
  }

  /** The domain speaks of a key that this problem does not have: nobody can hold it. */
  @Test
  void of_constantThatTheProblemLacks_namesNothing() {
    String domain = House.DOMAIN.replace("(:constants Master - key)", "");
    String problem = House.PROBLEM.replace("(in master cellar)", "");
    TextWorldLogic logic = TextWorldLogic.parse(domain, "d", House.GRAMMAR, "g");

    TextWorldState state =
        TextWorldGame.of(logic, problem, "p", "")
            .reset()
            .step("switch lamp 2")
            .step("go to kitchen");

    assertThat(state.actions()).doesNotContain("unlock cellar");
    assertThat(state.step("switch lamp 1").actions()).contains("unlock cellar");
  }

  @Test
  void of_factsWithoutObjects_changeAndAreAsked() {
    TextWorldLogic logic =
        TextWorldLogic.parse(
            """
            (define (domain alarm) (:predicates (rings) (broken))
              (:action snooze :parameters () :precondition (and (rings) (not (broken)))
                :effect (not (rings)))
              (:action wind :parameters () :precondition (not (rings)) :effect (rings)))
            """,
            "alarm.pddl",
            """
            grammar :: \"""{"intro": [{"condition": "rings()", "rhs": "Ring."}, {"rhs": "Tick."}]}\""";
            action snooze { template :: "snooze"; feedback :: "#intro#"; }
            action wind { template :: "wind"; feedback :: "#intro#"; }
            """,
            "alarm.twl2");
    String problem = "(define (problem morning) (:init (rings)) (:goal (not (rings))))";

    TextWorldState first = TextWorldGame.of(logic, problem, "morning.pddl", "").reset();

    assertThat(first.observation()).isEqualTo("Ring.");
    assertThat(first.actions()).containsExactly("snooze");
    assertThat(first.step("snooze").observation()).isEqualTo("Tick.");
    assertThat(first.step("snooze").won()).isTrue();
  }
}
