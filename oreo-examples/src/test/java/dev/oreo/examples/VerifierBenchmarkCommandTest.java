package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code oreo benchmark-verifiers} at toy size. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class VerifierBenchmarkCommandTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void create() throws IOException {
    cli = new Cli(folder);
  }

  private int run(String rows, String... options) throws IOException {
    Path answers = Files.writeString(folder.resolve("answers.jsonl"), rows);
    String[] all = new String[options.length + 6];
    all[0] = "benchmark-verifiers";
    all[1] = "--answers=" + answers;
    all[2] = "--mutations=20";
    all[3] = "--warm-up=0";
    all[4] = "--depth=20";
    all[5] = "--length=200";
    System.arraycopy(options, 0, all, 6, options.length);
    return cli.run(all);
  }

  @Test
  void answers_everyRuleIsInTheReport() throws IOException {
    Path report = folder.resolve("report.md");

    assertThat(
            run(
                "{\"a\": [\"\\\\frac{1}{2}\", \"x\"]}\n\n{\"a\": \"5\"}\n",
                "--key=a", "--limit-ms=3600000", "--output=" + report))
        .isZero();

    assertThat(report)
        .content()
        .contains("| gsm8k deepseek |", "| gsm8k original |")
        .contains("| math deepseek |", "| math hendrycks |", "| math oreo |")
        .contains("math oreo, slowest:");
    assertThat(cli.out()).contains("passed: no exception and at most 3600000.0 ms each");
  }

  @Test
  void answers_limitThatNothingKeeps_isExitCode1() throws IOException {
    assertThat(run("{\"answer\": \"5\"}\n", "--limit-ms=0")).isEqualTo(1);

    assertThat(cli.out()).contains("failed: no exception and at most 0.0 ms each");
  }

  @Test
  void answers_rowWithoutTheKey_isBadInputByLine() throws IOException {
    assertThat(run("{\"answer\": \"5\"}\n{\"answers\": [\"5\"]}\n")).isEqualTo(2);

    assertThat(cli.err())
        .contains(
            "answers.jsonl:2: row must be an object with a text or a list of texts in answer");
  }

  @Test
  void throughput_countsTheVerdictsOfEveryRule() throws IOException {
    Path rows =
        Files.writeString(
            folder.resolve("pairs.jsonl"),
            """
            {"prediction": "1/2", "reference": "0.5"}
            {"prediction": "7", "reference": "8"}
            """);

    assertThat(cli.run("benchmark-verifiers", "--throughput=" + rows)).isZero();

    assertThat(cli.out())
        .contains("2 rows, one thread, pass 2")
        .containsPattern("\\| math oreo \\| [0-9]+( \\| [0-9]+){3} \\| 1 correct, 1 wrong \\|")
        .containsPattern("\\| gsm8k original \\| [0-9]+( \\| [0-9]+){3} \\| 2 wrong \\|");
  }

  @Test
  void noFile_isBadInput() {
    assertThat(cli.run("benchmark-verifiers")).isEqualTo(2);

    assertThat(cli.err()).contains("--answers or --throughput must be given, got neither");
  }
}
