package dev.oreo.examples;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldVersion;
import dev.oreo.environment.EnvironmentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Games of one room with a desk, two drawers and a shelf, to run commands on without the real
 * games: a mug is in a drawer or on the shelf, and belongs on the desk.
 */
final class SmallHouse {
  private static final List<String> PLACES = List.of("Drawer_bar_1", "Drawer_bar_2", "Shelf_bar_1");

  private SmallHouse() {}

  /** Returns the game whose mug is at one of the three places. */
  static AlfworldGame game(int place) {
    return new AlfworldGame(
        "train/pick_and_place_simple-Mug-None-Desk-1/trial_" + place,
        "train",
        "pick_and_place_simple",
        "put a mug in desk.",
        problem(PLACES.get(place % PLACES.size())));
  }

  private static String problem(String place) {
    String location = "loc_bar_" + (2 + PLACES.indexOf(place));
    return """
    (define (problem house)
     (:domain alfred)
     (:objects
      agent1 - agent
      loc_bar_1 loc_bar_2 loc_bar_3 loc_bar_4 loc_bar_5 - location
      Desk_bar_1 Drawer_bar_1 Drawer_bar_2 Shelf_bar_1 - receptacle
      Mug_bar_1 Pen_bar_1 - object
      DeskType DrawerType ShelfType - rtype
      MugType PenType - otype)
     (:init
      (receptacleType Desk_bar_1 DeskType) (receptacleAtLocation Desk_bar_1 loc_bar_1)
      (receptacleType Drawer_bar_1 DrawerType) (receptacleAtLocation Drawer_bar_1 loc_bar_2)
      (receptacleType Drawer_bar_2 DrawerType) (receptacleAtLocation Drawer_bar_2 loc_bar_3)
      (receptacleType Shelf_bar_1 ShelfType) (receptacleAtLocation Shelf_bar_1 loc_bar_4)
      (openable Drawer_bar_1) (openable Drawer_bar_2)
      (canContain DeskType MugType) (canContain DrawerType MugType) (canContain ShelfType MugType)
      (canContain DeskType PenType) (canContain DrawerType PenType) (canContain ShelfType PenType)
      (objectType Mug_bar_1 MugType) (pickupable Mug_bar_1)
      (objectType Pen_bar_1 PenType) (pickupable Pen_bar_1)
      (inReceptacle Mug_bar_1 %s) (objectAtLocation Mug_bar_1 %s)
      (inReceptacle Pen_bar_1 Desk_bar_1) (objectAtLocation Pen_bar_1 loc_bar_1)
      (atLocation agent1 loc_bar_5))
     (:goal
      (exists (?r - receptacle ?o - object)
       (and (inReceptacle ?o ?r) (objectType ?o MugType) (receptacleType ?r DeskType)))))
    """
        .formatted(place, location);
  }

  /** Writes games as JSONL. */
  static Path games(Path file, int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AlfworldGame game = game(i);
      JsonObject line = new JsonObject();
      line.addProperty("id", game.id());
      line.addProperty("split", game.split());
      line.addProperty("task_type", game.taskType());
      line.addProperty("task", game.task());
      line.addProperty("pddl_problem", game.problem());
      lines.add(line.toString());
    }
    return Files.write(file, lines);
  }

  /** Writes what one does who looks for the mug place by place, as JSONL of transcripts. */
  static Path transcripts(Path file, int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(transcript(game(i)).toString());
    }
    return Files.write(file, lines);
  }

  private static JsonObject transcript(AlfworldGame game) {
    EnvironmentState state = game.open(AlfworldVersion.V2_1_1).reset();
    JsonObject line = new JsonObject();
    line.addProperty("id", game.id());
    line.addProperty("initial", state.observation());
    JsonArray steps = new JsonArray();
    for (String command : commands(state)) {
      state = state.step(command);
      JsonArray step = new JsonArray();
      step.add(command);
      step.add(state.observation().replaceFirst("^You arrive at loc \\d+\\. ", ""));
      steps.add(step);
    }
    line.add("steps", steps);
    return line;
  }

  private static List<String> commands(EnvironmentState start) {
    List<String> commands = new ArrayList<>();
    EnvironmentState state = start;
    for (String place : List.of("shelf 1", "drawer 1", "drawer 2")) {
      List<String> here = new ArrayList<>(List.of("go to " + place));
      if (place.startsWith("drawer")) {
        here.add("open " + place);
      }
      for (String command : here) {
        state = state.step(command);
        commands.add(command);
      }
      String take = "take mug 1 from " + place;
      if (state.actions().contains(take)) {
        commands.addAll(List.of(take, "go to desk 1", "put mug 1 in/on desk 1"));
        return commands;
      }
    }
    throw new AssertionError("the mug must be at one of the places");
  }
}
