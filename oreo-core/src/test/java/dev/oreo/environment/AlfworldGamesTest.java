package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlfworldGamesTest {
  @TempDir Path folder;

  @Test
  void read_plainFile_givesItsGames() throws IOException {
    Path file =
        write("games.jsonl", (row("a") + "\n\n" + row("b")).getBytes(StandardCharsets.UTF_8));

    assertThat(AlfworldGames.read(file))
        .containsExactly(
            new AlfworldGame("a", "train", "tidy", "be tidy.", House.PROBLEM),
            new AlfworldGame("b", "train", "tidy", "be tidy.", House.PROBLEM));
  }

  @Test
  void read_severalGzipMembers_givesTheGamesOfAll() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip(row("a") + "\n" + row("b") + "\n"));
    both.write(gzip(row("c") + "\n"));

    assertThat(AlfworldGames.read(write("games.jsonl.gz", both.toByteArray())))
        .extracting(AlfworldGame::id)
        .containsExactly("a", "b", "c");
  }

  @Test
  void read_emptyFile_givesNone() throws IOException {
    assertThat(AlfworldGames.read(write("none.jsonl", new byte[0]))).isEmpty();
  }

  @Test
  void read_gzipCutShort_isRefused() throws IOException {
    byte[] whole = gzip(row("a") + "\n" + row("b") + "\n");
    for (int length : new int[] {3, whole.length / 2, whole.length - 1}) {
      Path file = write("cut.jsonl.gz", Arrays.copyOf(whole, length));

      assertThatExceptionOfType(GameFormatException.class)
          .isThrownBy(() -> AlfworldGames.read(file))
          .withMessageStartingWith(file + ":");
    }
  }

  @Test
  void read_lineCutShort_isRefusedWithItsLine() throws IOException {
    String text = row("a") + "\n" + row("b");
    Path file =
        write("cut.jsonl", text.substring(0, text.length() - 5).getBytes(StandardCharsets.UTF_8));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> AlfworldGames.read(file))
        .withMessageStartingWith(file + ":2: the text must be a JSON object, got ");
  }

  @Test
  void read_keyMissing_isRefusedWithItsLine() throws IOException {
    Path file =
        write(
            "games.jsonl",
            row("a").replace("\"task\"", "\"goal\"").getBytes(StandardCharsets.UTF_8));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> AlfworldGames.read(file))
        .withMessage(file + ":1: task must be a string, got nothing");
  }

  @Test
  void read_notUtf8_isRefused() throws IOException {
    Path file = write("games.jsonl", new byte[] {'{', (byte) 0xff, '}'});

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> AlfworldGames.read(file))
        .withMessageStartingWith(file + ":1: the file must be whole and in UTF-8, got ");
  }

  @Test
  void open_gameFile_hasItsOwnRulesAndTask() throws IOException {
    AlfworldGameFile opened = AlfworldGames.open(gameFile(grammarWithTask()));

    assertThat(opened.game())
        .isEqualTo(
            new AlfworldGame("seen/tidy-Broom/trial_1", "seen", "tidy", "be tidy.", House.PROBLEM));
    assertThat(opened.open().reset().observation()).contains("Your task is to: be tidy.");
  }

  @Test
  void open_gameFileAtFault_isRefusedWithThePlaceInIt() throws IOException {
    Path grammar = gameFile(grammarWithTask().replace("#task#", "#duty#"));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> AlfworldGames.open(grammar))
        .withMessage(grammar + ":grammar:4: rule must be one of the grammar's, got #duty#");

    String whole = Files.readString(grammar);
    Files.writeString(grammar, whole.substring(0, whole.length() / 2));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> AlfworldGames.open(grammar))
        .withMessageStartingWith(grammar + ":1: the text must be a JSON object, got ");
  }

  @Test
  void open_gameFilesOfAlfworld_playAsTheirGames() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(SharedData.path("alfworld/sample_games"))) {
      files = walk.filter(file -> file.endsWith("game.tw-pddl")).toList();
    }
    assertThat(files).hasSize(12);
    List<AlfworldGame> games =
        AlfworldGames.read(SharedData.path("alfworld/games_valid_unseen.jsonl.gz"));
    for (Path file : files) {
      AlfworldGameFile opened = AlfworldGames.open(file);
      AlfworldGame listed =
          games.stream().filter(game -> game.id().equals(opened.game().id())).findFirst().get();

      assertThat(opened.game().task()).isEqualTo(listed.task());
      assertThat(opened.game().taskType()).isEqualTo(listed.taskType());
      assertThat(opened.open().reset().observation())
          .isEqualTo(listed.open(AlfworldVersion.V2_1_1).reset().observation());
    }
  }

  private static String grammarWithTask() {
    return House.GRAMMAR
        .replace("Please UNKNOWN GOAL.", "#task#")
        .replace("\"here\":", "\"task\": [{\"rhs\": \"Your task is to: be tidy.\"}],\n\"here\":");
  }

  private Path gameFile(String grammar) throws IOException {
    JsonObject object = new JsonObject();
    object.addProperty("pddl_domain", House.DOMAIN);
    object.addProperty("grammar", grammar);
    object.addProperty("pddl_problem", House.PROBLEM);
    object.addProperty("solvable", true);
    Path file = folder.resolve("seen/tidy-Broom/trial_1/game.tw-pddl");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, object.toString());
  }

  private static String row(String id) {
    JsonObject row = new JsonObject();
    row.addProperty("id", id);
    row.addProperty("split", "train");
    row.addProperty("task_type", "tidy");
    row.addProperty("task", "be tidy.");
    row.addProperty("pddl_problem", House.PROBLEM);
    row.addProperty("solvable", true);
    return row.toString();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
