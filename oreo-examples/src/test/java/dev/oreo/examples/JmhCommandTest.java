package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every benchmark runs once, in this JVM. */
final class JmhCommandTest {
  private static final List<String> ONCE =
      List.of(
          "-f", "0", "-wi", "0", "-i", "1", "-r", "10ms", "-bm", "avgt", "-v", "SILENT", "-rf",
          "json");

  @TempDir private Path folder;

  private Cli cli;

  @BeforeEach
  void open() throws IOException {
    cli = new Cli(folder);
  }

  private int run(String... more) {
    Path results = folder.resolve("results.json");
    return cli.run(
        Stream.of(Stream.of("jmh", "-rff", results.toString()), ONCE.stream(), Stream.of(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private List<JsonElement> results() throws IOException {
    String text = Files.readString(folder.resolve("results.json"));
    return StreamSupport.stream(JsonParser.parseString(text).getAsJsonArray().spliterator(), false)
        .toList();
  }

  private List<String> names() throws IOException {
    return results().stream()
        .map(result -> result.getAsJsonObject().get("benchmark").getAsString())
        .map(name -> name.substring("dev.oreo.examples.jmh.".length()))
        .toList();
  }

  @Test
  void jmh_withoutGames_runsAllButTheTextWorldAndSaysSo() throws IOException {
    assertThat(run()).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("skipped dev.oreo.examples.jmh.AlfworldBenchmark: no --alfworld");
    assertThat(names())
        .containsExactlyInAnyOrder(
            "ObjectiveBenchmark.oreoToken",
            "ObjectiveBenchmark.oreoStep",
            "ObjectiveBenchmark.dqo",
            "ObjectiveBenchmark.dpo",
            "GraderBenchmark.gsm8kOriginal",
            "GraderBenchmark.mathHendrycks",
            "GraderBenchmark.mathDeepSeek",
            "GraderBenchmark.mathByMeaning");
  }

  @Test
  void jmh_games_arePlayed() throws IOException {
    Path games = SmallHouse.games(folder.resolve("games_small.jsonl"), 3);
    SmallHouse.transcripts(folder.resolve("expert.jsonl"), 3);

    int exitCode =
        run("--alfworld", games.getParent().toString(), "-p", "traces=expert.jsonl", "Alf");

    assertThat(exitCode).as(cli.err()).isZero();
    assertThat(names()).containsExactly("AlfworldBenchmark.episodes");
    assertThat(results().get(0).getAsJsonObject().getAsJsonObject("secondaryMetrics").keySet())
        .containsExactly("steps");
  }

  @Test
  void jmh_benchmarkThatFails_endsWithItsError() {
    assertThat(run("--alfworld", folder.toString(), "Alf")).isEqualTo(1);
  }

  @Test
  void jmh_list_runsNothing() {
    assertThat(run("-l")).as(cli.err()).isZero();
    assertThat(folder.resolve("results.json")).doesNotExist();
  }

  @Test
  void jmh_badArguments_areNamed() {
    assertThat(run("nothing")).as(cli::err).isEqualTo(2);
    assertThat(run("--alfworld", folder.resolve("absent").toString())).as(cli::err).isEqualTo(2);
    assertThat(run("-bm", "speed")).as(cli::err).isEqualTo(2);
    assertThat(cli.err())
        .contains("arguments must name a benchmark, got ")
        .contains("--alfworld must be a folder, got ")
        .contains("speed");
  }
}
