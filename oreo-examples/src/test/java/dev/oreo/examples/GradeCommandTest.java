package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code oreo grade} from arguments to files. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class GradeCommandTest {
  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void create() throws IOException {
    cli = new Cli(folder);
  }

  private int grade(String rows, String... options) throws IOException {
    Files.writeString(folder.resolve("answers.jsonl"), rows);
    String[] all = new String[options.length + 3];
    all[0] = "grade";
    all[1] = "--input=" + folder.resolve("answers.jsonl");
    all[2] = "--output=" + folder.resolve("graded.jsonl");
    System.arraycopy(options, 0, all, 3, options.length);
    return cli.run(all);
  }

  @Test
  void grade_textsAndAnswers_areJudgedInOrderAndCounted() throws IOException {
    int code =
        grade(
            """
            {"response": "6+7=13\\n#### 13", "solution": "#### 13", "id": 1}
            {"response": "#### 12", "solution": "#### 13", "verdict": "old"}
            {"prediction": "1,300", "reference": "1300"}
            {"response": "thirteen", "solution": "#### 13"}
            """,
            "--task=gsm8k",
            "--rule=original");

    assertThat(code).isZero();
    List<JsonObject> rows = cli.rows("graded.jsonl");
    assertThat(rows)
        .extracting(row -> row.get("verdict").getAsString())
        .containsExactly("correct", "wrong", "correct", "unparsed");
    assertThat(rows)
        .extracting(row -> row.get("correct").getAsBoolean())
        .containsExactly(true, false, true, false);
    assertThat(rows)
        .extracting(row -> row.get("extracted").toString())
        .containsExactly("\"13\"", "\"12\"", "\"1300\"", "null");
    assertThat(rows.get(0).get("id").getAsInt()).isEqualTo(1);
    assertThat(rows.get(1).get("reason").getAsString()).isEqualTo("expected 13");
    assertThat(cli.out()).contains("graded 4 rows: 2 correct, 1 wrong, 1 unparsed, 0 timed_out");
  }

  @Test
  void grade_badRow_writesNothing() throws IOException {
    assertThat(grade("{\"prediction\": \"1\"}\n", "--task=math", "--rule=hendrycks")).isEqualTo(2);

    assertThat(cli.err()).contains("answers.jsonl:1: reference must be a string, got null");
    assertThat(folder.resolve("graded.jsonl")).doesNotExist();
  }

  @Test
  void grade_unknownTaskOrRule_namesTheOthers() throws IOException {
    assertThat(grade("", "--task=chess")).isEqualTo(2);
    assertThat(cli.err()).contains("--task must be one of [gsm8k, math], got chess");

    assertThat(grade("", "--task=gsm8k", "--rule=hendrycks")).isEqualTo(2);
    assertThat(cli.err())
        .contains("--rule of --task gsm8k must be one of [")
        .contains("original], got hendrycks");
  }
}
