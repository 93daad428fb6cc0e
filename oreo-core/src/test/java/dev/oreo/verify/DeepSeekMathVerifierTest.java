package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeepSeekMathVerifierTest {
  private static final DeepSeekMathVerifier VERIFIER = new DeepSeekMathVerifier();

  @Test
  void verify_rightAnswer_isCorrectAndShown() {
    assertThat(VERIFIER.verify("How much?", "So \\boxed{0.5}.", "It is $\\boxed{\\frac12}$."))
        .isEqualTo(
            new Verdict(
                Outcome.CORRECT,
                Optional.of("0.5"),
                "\"0.5\" and the reference \"\\frac{1}{2}\" are the same"));
  }

  @Test
  void verify_wrongAnswers_areWrongAndAllShown() {
    assertThat(VERIFIER.verify("How much?", "\\boxed{1} or \\boxed{2}", "\\boxed{3}"))
        .isEqualTo(
            new Verdict(
                Outcome.WRONG, Optional.of("1, 2"), "\"1, 2\" and the reference \"3\" differ"));
  }

  @Test
  void verify_noAnswerInTheResponse_isUnparsed() {
    assertThat(VERIFIER.verify("How much?", "Nobody knows.", "\\boxed{3}"))
        .isEqualTo(
            new Verdict(
                Outcome.UNPARSED,
                Optional.empty(),
                "the response has no answer that can be extracted"));
  }

  @Test
  void verify_noAnswerInTheSolution_isUnparsed() {
    assertThat(VERIFIER.verify("How much?", "\\boxed{3}", "Left to the reader."))
        .isEqualTo(
            new Verdict(
                Outcome.UNPARSED,
                Optional.of("3"),
                "the solution has no answer that can be extracted"));
  }

  @Test
  void compare_plainAnswers_areNormalizedFirst() {
    Verdict verdict = VERIFIER.compare("$\\dfrac{4}{8}$ ", "1/2");

    assertThat(verdict.outcome()).isEqualTo(Outcome.CORRECT);
    assertThat(verdict.extracted()).contains("\\frac{4}{8}");
  }

  @Test
  void compare_tooMuchWork_isTimedOut() {
    Verdict verdict = VERIFIER.compare("x+".repeat(40_000) + "y", "z");

    assertThat(verdict.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(verdict.reason()).endsWith("take too much work to compare").hasSizeLessThan(500);
  }

  @Test
  void compare_pairsGradedByTheOriginal_agrees() {
    List<String> different = new ArrayList<>();
    for (JsonObject row : SharedData.rows("graders/grader_oracle.jsonl")) {
      Verdict verdict =
          VERIFIER.compare(row.get("pred").getAsString(), row.get("gold").getAsString());
      if (verdict.right() != row.get("deepseek").getAsBoolean()) {
        different.add(row.get("pred") + " and " + row.get("gold"));
      }
    }

    assertThat(different).isEmpty();
  }

  @Test
  void verify_solutionsOfMathAgainstThemselves_areCorrectWhereAnAnswerIsFound() {
    Map<String, List<JsonObject>> problems = new HashMap<>();
    problems.put("train", SharedData.rows("math/train.jsonl"));
    problems.put("test", SharedData.rows("math/test.jsonl"));
    List<String> unparsed = new ArrayList<>();
    for (JsonObject row : SharedData.rows("math/deepseek_reference_answers.jsonl")) {
      String split = row.get("split").getAsString();
      int index = row.get("index").getAsInt();
      JsonObject problem = problems.get(split).get(index);
      String question = problem.get("problem").getAsString();
      String solution = problem.get("solution").getAsString();
      Outcome outcome = VERIFIER.verify(question, solution, solution).outcome();

      assertThat(DeepSeekExtraction.mathAnswers(question, solution))
          .isEqualTo(DeepSeekExtractionTest.strings(row.get("answers")));
      if (outcome == Outcome.UNPARSED) {
        unparsed.add(split + " " + index);
      } else {
        assertThat(outcome).as("%s %s", split, index).isEqualTo(Outcome.CORRECT);
      }
    }

    assertThat(unparsed).containsExactly("train 436", "train 854");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{",
        "|",
        "f(",
        "\\sqrt{",
        "\\frac",
        "x^{",
        "\\sin",
        "\\log_22",
        "1+",
        "-",
        "x!",
        "(a,",
        "x|_{",
        "1,234",
        "1.0",
        "9^",
        "\\text{",
        "\\tan ",
        "\\mbox{",
        "d",
        "\\cup",
        "a=",
        "\\begin{pmatrix}",
        "\ud800",
        "\u0000",
        "\\frac1",
        "2**",
        "\\int",
        "\\boxed{",
        "/",
        "%"
      })
  @Timeout(60) // a guard against work that grows with the square of the length
  void verify_hostileRepetition_endsAndIsNotPi(String piece) {
    String text = piece.repeat(100_000 / piece.length());

    assertThat(VERIFIER.compare(text, "\\pi").right()).isFalse();
    assertThatCode(() -> VERIFIER.compare(text + "x", text + "y")).doesNotThrowAnyException();
    assertThatCode(() -> VERIFIER.verify(text, "\\boxed{" + text + "}", "(" + text))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9^{9^{9^9}}", "((10!)!)!", "2000!^{2000}", "(x+1)^{100000}", "\\binom{99999}{5000}",
        "1e400", "\\frac{1}{0}", "0^{-1}", "\\infty-\\infty", "\\log 0"
      })
  void compare_hugeNumbers_areNotFive(String answer) {
    assertThat(VERIFIER.compare(answer, "5").right()).isFalse();
    assertThat(VERIFIER.compare("5", answer).right()).isFalse();
  }

  @Test
  void verify_manyBoxes_hasAVerdict() {
    StringBuilder response = new StringBuilder();
    StringBuilder solution = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      response.append("\\boxed{x+").append(i).append('}');
      solution.append("\\boxed{y+").append(i).append('}');
    }

    assertThat(VERIFIER.verify("", response.toString(), solution.toString()).outcome())
        .isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void compare_randomMutations_neverThrow() {
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "\\{}()[]|^_+-*/=<>!,.'%$&;: 0123456789abdefinxyt\ud83d\u00b2\n";
    List<String> seeds =
        List.of("\\frac{\\sqrt{3}}{2}x^2+1", "(1,\\infty)\\cup[2,3]", "x=\\log_2 8", "|x-1|\\le 3");
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int j = random.nextInt(8); j >= 0; j--) {
        int at = random.nextInt(text.length());
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        if (random.nextBoolean()) {
          text.insert(at, c);
        } else {
          text.setCharAt(at, c);
        }
      }

      String seed = seeds.get(i % 4);
      assertThatCode(() -> VERIFIER.compare(text.toString(), seed)).doesNotThrowAnyException();
    }
  }
}
