package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.SharedData;
import dev.oreo.model.ChatMessage;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Problems in the JSONL of their datasets. */
final class MathDatasetTest {
  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("problems.jsonl"), text);
  }

  @Test
  void gsm8k_rows_giveQuestionAndSolution() throws IOException {
    Path file =
        write(
            """
            {"question": "Two and two?", "answer": "2+2=<<2+2=4>>4\\n#### 4"}

            {"question": "One?", "answer": "#### 1", "other": 3}
            """);

    assertThat(MathDataset.GSM8K.read(file))
        .containsExactly(
            new MathProblem(
                "problems.jsonl:1",
                "Two and two?",
                "2+2=<<2+2=4>>4\n#### 4",
                Optional.empty(),
                OptionalInt.empty(),
                List.of()),
            new MathProblem(
                "problems.jsonl:3",
                "One?",
                "#### 1",
                Optional.empty(),
                OptionalInt.empty(),
                List.of()));
  }

  @Test
  void math_rows_giveSubjectLevelAndName() throws IOException {
    Path file =
        write(
            """
            {"problem": "p", "solution": "\\\\boxed{1}", "level": "Level 3", "type": "Algebra", "subject": "algebra"}
            {"problem": "p", "solution": "\\\\boxed{2}", "level": 5, "subject": "Geometry", "unique_id": "test/7"}
            {"problem": "p", "solution": "\\\\boxed{3}", "level": "Level ?"}
            """);

    List<MathProblem> problems = MathDataset.MATH.read(file);

    assertThat(problems.get(0).subject()).contains("Algebra");
    assertThat(problems.get(0).level()).hasValue(3);
    assertThat(problems.get(0).solution()).isEqualTo("\\boxed{1}");
    assertThat(problems.get(1).subject()).contains("Geometry");
    assertThat(problems.get(1).level()).hasValue(5);
    assertThat(problems.get(1).id()).isEqualTo("test/7");
    assertThat(problems.get(2).subject()).isEmpty();
    assertThat(problems.get(2).level()).isEmpty();
  }

  @Test
  void rows_withAConversation_keepItInPlaceOfTheQuestion() throws IOException {
    Path file =
        write(
            """
            {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "1+1?"}], "answer": "#### 2"}
            """);

    MathProblem problem = MathDataset.GSM8K.read(file).get(0);

    assertThat(problem.question()).isEqualTo("1+1?");
    assertThat(problem.messages())
        .containsExactly(new ChatMessage("system", "Be brief."), new ChatMessage("user", "1+1?"));
  }

  @Test
  void rows_thatBreakARule_nameFileAndLine() throws IOException {
    Path gsm8k = write("{\"question\": \"q\", \"answer\": \"#### 1\"}\n{\"question\": \"q\"}\n");
    assertThatThrownBy(() -> MathDataset.GSM8K.read(gsm8k))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(gsm8k + ":2: answer must be a string, got null");

    Path math = write("{\"problem\": \"p\", \"solution\": \"s\", \"level\": \"Level 6\"}");
    assertThatThrownBy(() -> MathDataset.MATH.read(math))
        .hasMessage(math + ":1: level must be a number or \"Level 1\" to \"Level 5\", got Level 6");
  }

  @Test
  void datasets_areDividedAndAskedAsInThePaper() {
    assertThat(MathDataset.GSM8K.segmenter()).isEqualTo(StepSegmenter.NEWLINE);
    assertThat(MathDataset.MATH.segmenter().delimiters()).containsExactly("\n", ". ", ".$ ");
    assertThat(MathDataset.GSM8K.instruction()).contains("#### 0");
    assertThat(MathDataset.MATH.instruction()).contains("\\boxed{}");
  }

  @Test
  void realFiles_areReadWhole() throws IOException {
    assertThat(MathDataset.GSM8K.read(SharedData.path("gsm8k/train.jsonl"))).hasSize(7_473);
    assertThat(MathDataset.GSM8K.read(SharedData.path("gsm8k/test.jsonl"))).hasSize(1_319);
    List<MathProblem> train = MathDataset.MATH.read(SharedData.path("math/train.jsonl"));
    List<MathProblem> test = MathDataset.MATH.read(SharedData.path("math/test.jsonl"));
    List<MathProblem> math500 = MathDataset.MATH.read(SharedData.path("math/math500_test.jsonl"));

    assertThat(train).hasSize(7_500).filteredOn(p -> p.level().isEmpty()).hasSize(2);
    assertThat(test).hasSize(5_000).allMatch(p -> p.subject().isPresent());
    assertThat(test).filteredOn(p -> p.level().equals(OptionalInt.of(5))).hasSize(1_324);
    assertThat(math500).hasSize(500).extracting(MathProblem::id).doesNotHaveDuplicates();
  }
}
