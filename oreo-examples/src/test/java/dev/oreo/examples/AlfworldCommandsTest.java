package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of {@code alfworld} on games of one small room. */
final class AlfworldCommandsTest {
  private static final int GAMES = 6;
  private static final String INSTRUCTION = "Play.";
  private static final String MARK = "(kept) ";

  @TempDir private Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private Path games;
  private Path transcripts;

  @BeforeEach
  void writeGames() throws IOException {
    games = SmallHouse.games(folder.resolve("games.jsonl"), GAMES);
    transcripts = SmallHouse.transcripts(folder.resolve("expert.jsonl"), GAMES);
  }

  private int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine command = OreoCommand.commandLine();
    command
        .setOut(new PrintWriter(new BufferedWriter(out), true))
        .setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("alfworld"));
    all.addAll(List.of(args));
    return command.execute(all.toArray(String[]::new));
  }

  private int replay(Path traces) {
    return run("replay", "--games=" + games, "--traces=" + traces);
  }

  @Test
  void replay_sameEpisodes_countsThem() {
    assertThat(replay(transcripts)).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("6 episodes, 36 steps; compared 6 introductions, 36 observations")
        .contains("6 episodes end won, 0 differ, 0 are of games that are not there");
  }

  @Test
  void replay_changedObservation_isTheFirstDifference() throws IOException {
    String text = Files.readString(transcripts);
    String pickUp = "You pick up the mug 1 from the shelf 1.";
    Files.writeString(transcripts, text.replaceFirst(pickUp, "You pick up the cup 1."));

    assertThat(replay(transcripts)).isEqualTo(1);

    assertThat(out.toString())
        .contains("1 differ")
        .contains("step 2 (take mug 1 from shelf 1), observation")
        .contains("recorded: You pick up the cup 1.")
        .contains("got:      " + pickUp);
  }

  @Test
  void replay_gameThatIsNotThere_fails() throws IOException {
    SmallHouse.games(games, 2);

    assertThat(replay(transcripts)).isEqualTo(1);

    assertThat(out.toString()).contains("4 are of games that are not there");
  }

  @Test
  void replay_traceCutShort_namesTheLine() throws IOException {
    String text = Files.readString(transcripts);
    Files.writeString(transcripts, text.substring(0, text.length() - 40));

    assertThat(replay(transcripts)).isEqualTo(2);

    assertThat(err.toString()).startsWith("oreo alfworld replay: " + transcripts + ":6: ");
  }

  @Test
  void play_gameWon_saysSo() {
    assertThat(
            play(
                """
                ?
                go to desk 1
                undo
                nonsense
                go to shelf 1
                take mug 1 from shelf 1
                go to desk 1
                put mug 1 in/on desk 1
                """))
        .isZero();

    assertThat(out.toString())
        .contains("Your task is to: put a mug in desk.")
        .contains("Nothing happens.")
        .contains("Won with 5 commands.");
  }

  @Test
  void play_inputEnds_givesUp() {
    assertThat(play("look\n")).isZero();

    assertThat(out.toString()).contains("Given up after 1 commands.");
  }

  private int play(String input) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run("play", "--game=" + games, "--id=trial_2");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void sftData_writesConversations_andLeavesOutLongOnes() throws IOException {
    Path rows = folder.resolve("sft.jsonl");

    assertThat(
            run(
                "sft-data",
                "--expert=" + transcripts,
                "--max-turns=5",
                "--instruction=Play.",
                "--output=" + rows))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("wrote 2 of 6 transcripts").contains("4 have more than 5");
    JsonObject row = JsonParser.parseString(Files.readAllLines(rows).get(0)).getAsJsonObject();
    assertThat(row.get("messages").toString())
        .startsWith(
            "[{\"role\":\"user\",\"content\":\"Play.\"},{\"role\":\"assistant\",\"content\":\"OK\"},"
                + "{\"role\":\"user\",\"content\":\"You are in the middle of a room.")
        .endsWith("{\"role\":\"assistant\",\"content\":\"Action: put mug 1 in/on desk 1\"}]");
  }

  private int study(Path output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "study",
                "--train=" + games,
                "--expert=" + transcripts,
                "--test=seen=" + games,
                "--instruction=" + INSTRUCTION,
                "--width=64",
                "--layers=1",
                "--pretraining-epochs=2",
                "--variant-epochs=2",
                "--sft-epochs=40",
                "--sft-batch-size=2",
                "--sft-learning-rate=4e-3",
                "--rollout-games=3",
                "--samples=4",
                "--batch-size=4",
                "--max-turns=8",
                "--max-tokens=400",
                "--actions=1,2",
                "--output=" + output));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void study_learnsToWin_andGoesOnWhereItEnded() throws IOException {
    Path output = folder.resolve("study");

    assertThat(study(output, "--seeds=0", "--methods=sft")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("base model: variants of 6 transcripts", "imitation of 6 transcripts")
        .containsPattern("sft \\| 100.0%");

    assertThat(study(output, "--seeds=0")).as(err.toString()).isZero();
    assertThat(out.toString())
        .doesNotContain("imitation of")
        .contains("12 of 12 episodes")
        .containsPattern("oreo, best of 1 \\| ")
        .containsPattern("oreo, best of 2 \\| ");
    assertThat(output.resolve("seed-0/oreo/value/model.safetensors")).exists();
    String results = Files.readString(output.resolve("results.md"));

    assertThat(study(output, "--seeds=0")).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualTo(results);

    assertThat(study(output, "--seeds=0", "--beta=0.5")).isEqualTo(2);
    assertThat(err.toString()).contains("beta must be what", "0.5 and there 0.03");

    assertThat(study(output, "--seeds=0", "--actions=0")).isEqualTo(2);
    assertThat(err.toString()).contains("actions must be >= 1, got 0");
  }

  @Test
  void study_secondSeed_beginsWithTheSameBaseModel() throws IOException {
    Path output = folder.resolve("study");
    assertThat(study(output, "--seeds=0", "--methods=sft")).as(err.toString()).isZero();

    assertThat(study(output, "--seeds=0,1", "--methods=sft")).as(err.toString()).isZero();

    assertThat(out.toString())
        .doesNotContain("base model")
        .contains("seed 1: imitation of 6 transcripts")
        .containsPattern("sft \\| .* \\| 2 \\|");
    assertThat(
            Files.mismatch(
                output.resolve("seed-0/sft/policy/model.safetensors"),
                output.resolve("seed-1/sft/policy/model.safetensors")))
        .isNotNegative();
  }

  @Test
  void collect_killed_goesOnWithoutLosingOrRepeatingAnEpisode() throws IOException {
    String policy = policy();
    assertThat(collect("whole.jsonl", policy)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("18 of 18 episodes");
    interruptedAfter(7, policy);

    assertThat(collect("resumed.jsonl", policy)).as(err.toString()).isZero();

    assertThat(out.toString()).contains("going on after 7 of 18 episodes");
    List<String> resumed = Files.readAllLines(folder.resolve("resumed.jsonl"));
    assertThat(resumed).filteredOn(row -> row.contains(MARK)).hasSize(7); // not played again
    assertThat(resumed.stream().map(row -> row.replace(MARK, "")))
        .containsExactlyElementsOf(Files.readAllLines(folder.resolve("whole.jsonl")));
    assertThat(folder.resolve("resumed.jsonl.partial")).doesNotExist();
  }

  private int collect(String output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "collect",
                "--games=" + games,
                "--instruction=" + INSTRUCTION,
                "--samples=3",
                "--max-turns=8",
                "--output=" + folder.resolve(output)));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  /** Leaves what a killed run leaves: some episodes, and half of the next. */
  private void interruptedAfter(int episodes, String policy) throws IOException {
    Path manifest = Files.createDirectory(folder.resolve("resumed.jsonl.manifest.json"));
    assertThat(collect("resumed.jsonl", policy)).isNotZero();
    Files.delete(manifest);
    Files.delete(folder.resolve("resumed.jsonl"));
    Path partial = folder.resolve("resumed.jsonl.partial");
    List<String> lines = Files.readAllLines(partial);
    assertThat(lines).hasSize(19);
    String kept = String.join("\n", lines.subList(0, episodes + 1));
    String next = lines.get(episodes + 1);
    Files.writeString(
        partial,
        kept.replace("\"task\":\"", "\"task\":\"" + MARK)
            + "\n"
            + next.substring(0, next.length() / 2));
  }

  @Test
  void collect_resumedWithOtherOptions_isRefused() throws IOException {
    String policy = policy();
    interruptedAfter(3, policy);

    assertThat(collect("resumed.jsonl", policy, "--temperature=0.7")).isEqualTo(2);

    assertThat(err.toString())
        .contains("temperature must be what", "was begun with, got 0.7 and there 1.0");
    assertThat(folder.resolve("resumed.jsonl")).doesNotExist();
  }

  /** Trains a policy that wins. */
  private String policy() {
    Path output = folder.resolve("study");
    assertThat(study(output, "--seeds=0", "--methods=sft")).as(err.toString()).isZero();
    return "--model=" + output.resolve("seed-0/sft/policy");
  }

  @Test
  void evaluate_countsWins() throws IOException {
    String policy = policy();
    Path output = folder.resolve("evaluation");
    assertThat(
            run(
                "evaluate",
                policy,
                "--games=" + games,
                "--instruction=" + INSTRUCTION,
                "--limit=4",
                "--max-turns=8",
                "--output=" + output))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("| pick_and_place_simple | 4 | 4 | 100.0% [51.0, 100.0] |");
    JsonObject report =
        JsonParser.parseString(Files.readString(output.resolve("report.json"))).getAsJsonObject();
    assertThat(report.getAsJsonObject("all").get("won").getAsInt()).isEqualTo(4);
    assertThat(Files.readAllLines(output.resolve("episodes.jsonl"))).hasSize(4);
    assertThat(output.resolve("episodes.partial")).doesNotExist();
  }

  @Test
  void evaluate_valueWithoutActions_isRejected() {
    assertThat(
            run(
                "evaluate",
                "--model=" + folder,
                "--value=" + folder,
                "--games=" + games,
                "--output=" + folder.resolve("evaluation")))
        .isEqualTo(2);

    assertThat(err.toString()).contains("--value and --actions must be given together");
  }
}
