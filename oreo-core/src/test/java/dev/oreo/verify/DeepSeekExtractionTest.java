package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeepSeekExtractionTest {

  private static List<String> answers(String text) {
    return DeepSeekExtraction.mathAnswers("", text);
  }

  @Test
  void mathAnswers_boxes_areAllTaken() {
    assertThat(answers("First \\boxed{\\frac{1}{2}}, then $\\boxed{3}$."))
        .containsExactly("\\frac{1}{2}", "3");
  }

  @Test
  void mathAnswers_boxesThatDoNotEndOrHaveNoBrace_areDropped() {
    assertThat(answers("\\boxed{1 and \\boxed{2}")).containsExactly("2");
    assertThat(answers("\\boxed 5 it is")).isEmpty();
  }

  @Test
  void mathAnswers_boxBeforeAPercentSign_keepsItsBrace() {
    assertThat(answers("\\boxed{20}%")).containsExactly("20}");
  }

  @Test
  void mathAnswers_sentenceOfTheFewShotPrompt_comesFirst() {
    assertThat(answers("\\boxed{1}. The final answer is $2$. I hope it is correct."))
        .containsExactly("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "The answer is 3. No, the answer is: 4.; 4",
        "We have 12 apples and 3,450 pears here; 3450",
        "From 1.5 to -2; -2",
        "It is 1.2.3 now; 0.3"
      })
  void lastAnswer_textWithoutABox_isSaidOrTheLastNumber(String text, String answer) {
    assertThat(DeepSeekExtraction.lastAnswer(text)).contains(answer);
  }

  @Test
  void lastAnswer_programOutput_comesBeforeNumbers() {
    assertThat(DeepSeekExtraction.lastAnswer("```output\n7\n8\n``` so 9 cats")).contains("7");
  }

  @Test
  void lastAnswer_nothingToFind_isEmpty() {
    assertThat(DeepSeekExtraction.lastAnswer("I do not know.")).isEmpty();
    assertThat(answers("")).isEmpty();
  }

  @Test
  void mathAnswers_questionForAList_splitsAtCommas() {
    String question = "Give all roots, separated by commas.";

    assertThat(DeepSeekExtraction.mathAnswers(question, "\\boxed{1, -2}"))
        .containsExactly("1", "-2");
    assertThat(DeepSeekExtraction.mathAnswers(question, "\\boxed{(1, -2)}"))
        .containsExactly("(1,-2)");
    assertThat(answers("\\boxed{1, -2}")).containsExactly("1,-2");
    assertThat(answers("\\boxed{1 \\text{ and } 2}")).containsExactly("1", "2");
  }

  @Test
  void extraction_realResponses_isTheOriginals() {
    for (JsonObject row : SharedData.rows("graders/extraction_oracle.jsonl")) {
      String question = row.get("question").getAsString();
      String response = row.get("response").getAsString();
      String solution = row.get("gold_solution").getAsString();
      boolean correct = row.get("deepseek_reward").getAsBoolean();

      if (row.get("task").getAsString().equals("math")) {
        assertThat(DeepSeekExtraction.mathAnswers(question, response))
            .isEqualTo(strings(row.get("deepseek_pred")));
        assertThat(DeepSeekExtraction.mathAnswers(question, solution))
            .isEqualTo(strings(row.get("deepseek_gold")));
        assertThat(new DeepSeekMathVerifier().verify(question, response, solution).right())
            .isEqualTo(correct);
      } else {
        String prediction = DeepSeekExtraction.lastAnswer(response).orElse("");
        String gold = DeepSeekExtraction.lastAnswer(solution).orElse("");
        assertThat(prediction).isEqualTo(row.get("deepseek_pred").getAsString());
        assertThat(gold).isEqualTo(row.get("deepseek_gold").getAsString());
        assertThat(DeepSeekComparison.outcome(prediction, gold) == Outcome.CORRECT)
            .isEqualTo(correct);
      }
    }
  }

  static List<String> strings(JsonElement array) {
    return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }

  /** The original takes the last match of a pattern; it is found here from the end. */
  @Test
  void lastAnswer_withoutAMark_isTheLastMatchOfTheOriginalsPattern() {
    Pattern number =
        Pattern.compile("-?+(?:\\d++(?:\\.\\d++)?+|\\.\\d++)", Pattern.UNICODE_CHARACTER_CLASS);
    String[] pieces = {"1", "23", ".", ".", "-", ",", "x", "\u0663", "\ud835\udfce"};
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      Optional<String> last =
          number
              .matcher(text.toString().replace(",", ""))
              .results()
              .map(MatchResult::group)
              .reduce((a, b) -> b)
              .map(DeepSeekNormalizer::normalize);

      assertThat(DeepSeekExtraction.lastAnswer(text.toString()))
          .as(text.toString())
          .isEqualTo(last);
    }
  }
}
