package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class OreoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "train", "score", "generate", "search"})
  void help_ofEveryCommand_describesItsOptions(String command) {
    assertThat(run(command, "--help")).isZero();

    assertThat(out.toString())
        .contains("Usage: oreo " + command)
        .contains("--output=")
        .contains("--verbose");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void help_ofTheRoot_listsTheCommands() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).contains("quickstart", "train", "score", "generate", "search");
  }

  @Test
  void version_isPrinted() {
    assertThat(run("--version")).isZero();

    assertThat(out.toString()).startsWith("oreo ");
  }

  @Test
  void noCommand_isBadInput() {
    assertThat(run()).isEqualTo(2);

    assertThat(err.toString()).isEqualTo("oreo: Missing required subcommand (see oreo --help)\n");
  }

  @Test
  void unknownOption_isBadInput() {
    assertThat(run("quickstart", "--sede", "1")).isEqualTo(2);

    assertThat(err.toString()).startsWith("oreo quickstart: ").contains("--sede").hasLineCount(1);
  }

  @Test
  void missingOptions_areBadInput() {
    assertThat(run("train", "--objective", "sft")).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("oreo train: Missing required options: '--model=DIR'")
        .hasLineCount(1);
  }

  @Test
  void missingFolder_isBadInput() throws IOException {
    Path data = Files.writeString(folder.resolve("data.jsonl"), "{}\n");

    int exitCode =
        run("score", "--model", "nowhere", "--data", data.toString(), "--output", output());

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).startsWith("oreo score: ").contains("nowhere").hasLineCount(1);
    assertThat(folder.resolve("output")).doesNotExist();
  }

  @Test
  void verbose_showsTheStackTrace() {
    int exitCode =
        run(
            "train",
            "--objective",
            "sft",
            "--model",
            "m",
            "--data",
            "d",
            "--output",
            output(),
            "--beta",
            "1",
            "--verbose");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("at dev.oreo.examples");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--reference=r",
        "--value=v",
        "--granularity=step",
        "--steps=newline",
        "--beta=0.1",
        "--alpha=0.1",
        "--kl=k3",
        "--value-learning-rate=1e-5",
        "--freeze=0.1"
      })
  void trainSft_optionOfOreo_isBadInput(String option) {
    int exitCode =
        run("train", "--objective=sft", "--model=m", "--data=d", "--output=" + output(), option);

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "oreo train: %s must not be given with --objective sft: it has no use (see oreo train --help)\n"
                .formatted(option.substring(0, option.indexOf('='))));
  }

  @Test
  void trainOreo_stepsWithoutStepGranularity_isBadInput() {
    int exitCode =
        run(
            "train",
            "--objective=oreo",
            "--model=m",
            "--data=d",
            "--output=" + output(),
            "--steps=sentence");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("--steps must not be given without --granularity step");
  }

  @Test
  void train_existingOutput_isBadInput() {
    int exitCode = run("train", "--objective=oreo", "--model=m", "--data=d", "--output=" + folder);

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("oreo train: %s must not exist yet, but does\n".formatted(folder));
  }

  @Test
  void quickstart_outputThatIsSomethingElse_isBadInput() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "");

    assertThat(run("quickstart", "--output=" + folder)).isEqualTo(2);

    assertThat(err.toString()).contains("output must be absent, empty or").hasLineCount(1);
  }

  private String output() {
    return folder.resolve("output").toString();
  }

  private int run(String... args) {
    CommandLine command = OreoCommand.commandLine();
    command
        .setOut(new PrintWriter(new BufferedWriter(out), true))
        .setErr(new PrintWriter(err, true));
    return command.execute(args);
  }
}
