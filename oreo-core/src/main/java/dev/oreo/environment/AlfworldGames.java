package dev.oreo.environment;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads games of ALFWorld. */
public final class AlfworldGames {
  private static final String TASK_RULE = "task";
  private static final String TASK_INTRODUCTION = "Your task is to: ";

  private AlfworldGames() {}

  /**
   * Reads the games of a JSONL file one after the other, so that no more than one need be in
   * memory. Each line is an object with {@code "id"}, {@code "split"}, {@code "task_type"}, {@code
   * "task"} and {@code "pddl_problem"}; other keys are ignored. The file is plain, or one or
   * several gzip members after each other.
   *
   * @param file the file
   * @return the games in the file's order; close it to close the file. While it is read it throws
   *     {@link GameFormatException} at a line that is no game, or at the place where the file was
   *     cut short, and {@link java.io.UncheckedIOException} if the file cannot be read
   * @throws GameFormatException if the file's very beginning is at fault
   * @throws IOException if the file cannot be opened
   */
  public static Stream<AlfworldGame> stream(Path file) throws IOException {
    return JsonlFile.stream(file)
        .map(
            fields ->
                new AlfworldGame(
                    fields.text("id"),
                    fields.text("split"),
                    fields.text("task_type"),
                    fields.text("task"),
                    fields.text("pddl_problem")));
  }

  /**
   * Reads all games of a JSONL file.
   *
   * @param file the file, as for {@link #stream}
   * @return the games in the file's order
   * @throws GameFormatException if a line is no game, or if the file was cut short
   * @throws IOException if the file cannot be read
   */
  public static List<AlfworldGame> read(Path file) throws IOException {
    try (Stream<AlfworldGame> games = stream(file)) {
      return games.toList();
    }
  }

  /**
   * Reads a file {@code game.tw-pddl}: an object with {@code "pddl_domain"}, {@code "grammar"} and
   * {@code "pddl_problem"}; other keys are ignored. The game's id, split and type of task are taken
   * from the last three folders above the file, as ALFWorld names them.
   *
   * @param file the file
   * @return the game with the file's own rules
   * @throws GameFormatException if the file or a text in it is malformed; lines count within the
   *     text
   * @throws IOException if the file cannot be read
   */
  public static AlfworldGameFile open(Path file) throws IOException {
    String name = file.toString();
    JsonFields fields = JsonFields.parse(name, 1, text(file));
    String grammar = fields.text("grammar");
    TextWorldLogic logic =
        TextWorldLogic.parse(
            fields.text("pddl_domain"), name + ":pddl_domain", grammar, name + ":grammar");
    Path folders = file.toAbsolutePath().normalize();
    String split = folder(folders, 3);
    String kind = folder(folders, 2);
    String id = String.join("/", split, kind, folder(folders, 1));
    String type = kind.contains("-") ? kind.substring(0, kind.indexOf('-')) : kind;
    return new AlfworldGameFile(
        new AlfworldGame(id, split, type, task(name, grammar), fields.text("pddl_problem")), logic);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new GameFormatException(file.toString(), 1, "the file must be UTF-8, got " + e);
    }
  }

  /** The name of the folder so many levels above a file, empty where there is none. */
  private static String folder(Path file, int levels) {
    int index = file.getNameCount() - 1 - levels;
    return index < 0 ? "" : file.getName(index).toString();
  }

  /** What the rule {@code task} of a grammar says, where it says so in plain words. */
  private static String task(String name, String text) {
    Grammar grammar = Grammar.parse(name + ":grammar", text);
    StringBuilder task = new StringBuilder();
    for (TextPart part : grammar.rule(TASK_RULE, 1).alternatives().get(0).parts()) {
      if (part instanceof TextPart.Words words) {
        task.append(words.text());
      }
    }
    String said = task.toString().strip();
    return said.startsWith(TASK_INTRODUCTION) ? said.substring(TASK_INTRODUCTION.length()) : said;
  }
}
