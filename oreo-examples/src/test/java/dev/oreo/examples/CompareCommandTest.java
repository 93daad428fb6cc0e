package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code oreo compare} refuses; the comparison itself has a test of its own. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class CompareCommandTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void createCli() throws IOException {
    cli = new Cli(folder);
  }

  private int compare(String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "compare";
    all[1] = "--task=arithmetic";
    all[2] = "--output=" + folder.resolve("out");
    System.arraycopy(options, 0, all, 3, options.length);
    return cli.run(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--methods=sft,nonsense|must be one of sft, rejection, dpo",
        "--seeds=0|--seeds must be at least 1, got 0",
        "--rounds=3|--rounds must not be given without --iterate: it has no use",
        "--methods=sft,dpo --iterate=kto|--iterate must name methods of --methods that train, got kto",
        "--iterate=sft|--iterate must name methods of --methods that train, got sft",
        "--iterate=dpo --rounds=1|--rounds must be at least 2, got 1",
        "--variant=nonsense|nonsense"
      })
  void compare_badOptions_areBadInput(String options, String message) {
    assertThat(compare(options.split(" "))).isEqualTo(2);

    assertThat(cli.err()).contains(message).hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void compare_folderOfSomethingElse_isBadInput() throws IOException {
    Files.createDirectories(folder.resolve("out/other"));

    assertThat(compare()).isEqualTo(2);

    assertThat(cli.err()).contains("--output must be absent, empty or a comparison to go on with");
  }

  @Test
  void compare_folderOfAnotherVariant_isBadInput() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/compare.json"), "{\"config\": {\"variant\": \"LONG\"}}");

    assertThat(compare()).isEqualTo(2);

    assertThat(cli.err()).contains("--output must be a comparison on the same variant", "LONG");
  }
}
