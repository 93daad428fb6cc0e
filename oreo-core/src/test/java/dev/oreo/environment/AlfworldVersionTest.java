package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kitchen of our own in the rules and the two wordings that the library carries. */
final class AlfworldVersionTest {
  static final String KITCHEN =
      """
      (define (problem kitchen) (:domain alfred)
        (:objects
          agent1 - agent
          AppleType MugType KnifeType DeskLampType - otype
          FridgeType MicrowaveType SinkBasinType CounterTopType DrawerType - rtype
          Apple_bar_1 Apple_bar_2 Mug_bar_1 Knife_bar_1 DeskLamp_bar_1 - object
          Fridge_bar_1 Microwave_bar_1 Sink_bar_1_bar_SinkBasin CounterTop_bar_1
          Drawer_bar_1 - receptacle
          loc_bar_1 loc_bar_2 loc_bar_3 loc_bar_4 - location)
        (:init
          (atLocation agent1 loc_bar_4)
          (receptacleAtLocation Fridge_bar_1 loc_bar_1) (receptacleType Fridge_bar_1 FridgeType)
          (receptacleAtLocation Microwave_bar_1 loc_bar_2)
          (receptacleType Microwave_bar_1 MicrowaveType)
          (receptacleAtLocation Sink_bar_1_bar_SinkBasin loc_bar_3)
          (receptacleType Sink_bar_1_bar_SinkBasin SinkBasinType)
          (receptacleAtLocation CounterTop_bar_1 loc_bar_3)
          (receptacleType CounterTop_bar_1 CounterTopType)
          (receptacleAtLocation Drawer_bar_1 loc_bar_3) (receptacleType Drawer_bar_1 DrawerType)
          (openable Fridge_bar_1) (openable Drawer_bar_1)
          (objectType Apple_bar_1 AppleType) (objectType Apple_bar_2 AppleType)
          (objectType Mug_bar_1 MugType) (objectType Knife_bar_1 KnifeType)
          (objectType DeskLamp_bar_1 DeskLampType)
          (canContain FridgeType AppleType) (canContain CounterTopType AppleType)
          (canContain SinkBasinType AppleType) (canContain CounterTopType KnifeType)
          (pickupable Apple_bar_1) (pickupable Apple_bar_2) (pickupable Mug_bar_1)
          (pickupable Knife_bar_1)
          (cleanable Apple_bar_1) (heatable Apple_bar_1) (coolable Apple_bar_1)
          (sliceable Apple_bar_1) (toggleable DeskLamp_bar_1) (isReceptacleObject Mug_bar_1)
          (inReceptacle Apple_bar_1 CounterTop_bar_1) (inReceptacle Knife_bar_1 CounterTop_bar_1)
          (inReceptacle Mug_bar_1 CounterTop_bar_1) (inReceptacle DeskLamp_bar_1 CounterTop_bar_1)
          (inReceptacle Apple_bar_2 Fridge_bar_1) (inReceptacleObject Apple_bar_2 Mug_bar_1)
          (objectAtLocation Apple_bar_1 loc_bar_3) (objectAtLocation Knife_bar_1 loc_bar_3)
          (objectAtLocation Mug_bar_1 loc_bar_3) (objectAtLocation DeskLamp_bar_1 loc_bar_3)
          (objectAtLocation Apple_bar_2 loc_bar_1))
        (:goal (and (exists (?r - receptacle) (exists (?o - object)
          (and (coolable ?o) (objectType ?o AppleType) (receptacleType ?r FridgeType)
               (isCool ?o) (inReceptacle ?o ?r)))))))
      """;

  private static final AlfworldGame GAME =
      new AlfworldGame("kitchen", "test", "pick_cool_then_place_in_recep", "cool it.", KITCHEN);

  @Test
  void reset_kitchen_isToldAsInAlfworld() {
    TextWorldState first = GAME.open(AlfworldVersion.V2_1_1).reset();

    assertThat(first.observation())
        .isEqualTo(
            "-= Welcome to TextWorld, ALFRED! =-\n\n"
                + "You are in the middle of a room. Looking quickly around you, you see a"
                + " countertop 1, a drawer 1, a fridge 1, a microwave 1, and a sinkbasin 1.\n\n"
                + "Your task is to: cool it.");
    assertThat(first.actions())
        .containsExactly(
            "go to countertop 1",
            "go to drawer 1",
            "go to fridge 1",
            "go to microwave 1",
            "go to sinkbasin 1",
            "inventory",
            "look");
    assertThat(first.step("look").observation())
        .isEqualTo("You are in the middle of a room. Looking quickly around you, you see nothing.");
  }

  /** Three receptacles stand at one place: nobody goes from one to another. */
  @Test
  void step_placeWithSeveralReceptacles_isOnePlace() {
    TextWorldState there = GAME.open(AlfworldVersion.V2_1_1).reset().step("go to countertop 1");

    assertThat(there.observation())
        .isEqualTo(
            "You arrive at loc 2. On the countertop 1, you see a apple 2, a desklamp 1, a knife 1,"
                + " and a mug 1.");
    assertThat(there.actions()).doesNotContain("go to sinkbasin 1").contains("go to fridge 1");
    assertThat(there.step("go to drawer 1").observation()).isEqualTo("Nothing happens.");
    assertThat(there.step("look").observation())
        .isEqualTo(
            "You are facing the countertop 1, drawer 1, and sinkbasin 1. Next to it, you see"
                + " nothing.");
    assertThat(
            there
                .step("take apple 2 from countertop 1")
                .step("put apple 2 in/on sinkbasin 1")
                .step("look")
                .observation())
        .isEqualTo(
            "You are facing the countertop 1, drawer 1, and sinkbasin 1. Next to it, you see"
                + " a apple 2.");
  }

  @Test
  void step_oneOfEachAction_isAnsweredAsInAlfworld() {
    assertThat(
            answers(
                AlfworldVersion.V2_1_1,
                "go to countertop 1",
                "use desklamp 1",
                "open drawer 1",
                "close drawer 1",
                "take knife 1 from countertop 1",
                "slice apple 2 with knife 1",
                "put knife 1 in/on countertop 1",
                "inventory",
                "take apple 2 from countertop 1",
                "clean apple 2 with sinkbasin 1",
                "go to microwave 1",
                "heat apple 2 with microwave 1",
                "examine apple 2",
                "examine microwave 1",
                "inventory",
                "go to fridge 1",
                "cool apple 2 with fridge 1",
                "examine apple 2",
                "put apple 2 in/on fridge 1",
                "open fridge 1",
                "put apple 2 in/on fridge 1"))
        .containsExactly(
            "You arrive at loc 2. On the countertop 1, you see a apple 2, a desklamp 1, a knife 1,"
                + " and a mug 1.",
            "You turn on the desklamp 1.",
            "You open the drawer 1. The drawer 1 is open. In it, you see nothing.",
            "You close the drawer 1.",
            "You pick up the knife 1 from the countertop 1.",
            "You sliced the apple 2 with the knife 1.",
            "You put the knife 1 in/on the countertop 1.",
            "You are not carrying anything.",
            "You pick up the apple 2 from the countertop 1.",
            "You clean the apple 2 using the sinkbasin 1.",
            "You arrive at loc 3. On the microwave 1, you see nothing.",
            "You heat the apple 2 using the microwave 1.",
            "This is a hot and clean sliced apple 2.",
            "On the microwave 1, you see nothing.",
            "You are carrying: a apple 2.",
            "You arrive at loc 4. The fridge 1 is closed.",
            "You cool the apple 2 using the fridge 1.",
            "This is a cool and clean sliced apple 2.",
            "Nothing happens.",
            "You open the fridge 1. The fridge 1 is open. In it, you see a apple 1.",
            "You put the apple 2 in/on the fridge 1.");
  }

  @Test
  void step_laterWording_saysMoveAndKnowsHelp() {
    List<String> answers =
        answers(
            AlfworldVersion.V2_1_3,
            "go to countertop 1",
            "take mug 1 from countertop 1",
            "examine mug 1",
            "help");

    assertThat(answers.get(0)).startsWith("You arrive at countertop 1. On the countertop 1");
    assertThat(answers.get(2)).isEqualTo("This is a normal mug 1. In it, you see a apple 1.");
    assertThat(answers.get(3)).startsWith("Available commands:\n  look:");
    assertThat(
            answers(
                AlfworldVersion.V2_1_3,
                "go to countertop 1",
                "take apple 2 from countertop 1",
                "move apple 2 to sinkbasin 1"))
        .endsWith("You move the apple 2 to the sinkbasin 1.");
  }

  @Test
  void step_goalReached_wins() {
    TextWorldState state = GAME.open(AlfworldVersion.V2_1_3).reset();
    for (String command :
        List.of(
            "go to countertop 1",
            "take apple 2 from countertop 1",
            "go to fridge 1",
            "cool apple 2 with fridge 1",
            "open fridge 1")) {
      state = state.step(command);
      assertThat(state.won()).isFalse();
    }

    assertThat(state.step("move apple 2 to fridge 1").won()).isTrue();
  }

  private static List<String> answers(AlfworldVersion version, String... commands) {
    List<String> answers = new ArrayList<>();
    TextWorldState state = GAME.open(version).reset();
    for (String command : commands) {
      state = state.step(command);
      answers.add(state.observation());
    }
    return answers;
  }
}
