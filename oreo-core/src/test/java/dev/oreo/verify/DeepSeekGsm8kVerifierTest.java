package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeepSeekGsm8kVerifierTest {
  private static final DeepSeekGsm8kVerifier VERIFIER = new DeepSeekGsm8kVerifier();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "so she has 1,250 left            | #### 1250 | CORRECT",
        "The answer is 13.0               | #### 13   | CORRECT",
        "\\boxed{3} then \\boxed{13}      | #### 13   | CORRECT",
        "\\boxed{13} then \\boxed{3}      | #### 13   | WRONG",
        "1300                             | #### 13   | CORRECT",
        "the answer is 12, not 13         | #### 13   | WRONG",
        "no number at all                 | #### 13   | UNPARSED",
        "13                               | thirteen  | UNPARSED",
      })
  void verify_lastAnswer_decides(String response, String solution, Outcome outcome) {
    assertThat(VERIFIER.verify(response, solution).outcome()).isEqualTo(outcome);
  }

  @Test
  void compare_plainAnswers_areNormalisedFirst() {
    assertThat(VERIFIER.compare("$ 1,250", "1250"))
        .isEqualTo(
            new Verdict(
                Outcome.CORRECT,
                Optional.of("1,250"),
                "\"1,250\" and the reference \"1250\" are the same"));
  }

  @Test
  void verify_datasetsSolutions_areCorrectButForFour() {
    List<String> wrong = new ArrayList<>();
    for (String file : List.of("gsm8k/train.jsonl", "gsm8k/test.jsonl")) {
      for (JsonObject row : SharedData.rows(file)) {
        String answer = row.get("answer").getAsString();
        String number = answer.substring(answer.lastIndexOf("#### ") + 5);
        if (!VERIFIER.verify("#### " + number, answer).right()) {
          wrong.add(number);
        }
      }
    }

    assertThat(wrong).containsExactlyInAnyOrder("8", "5", "3", "33");
  }

  @Test
  void verify_realResponses_givesTheOriginalsVerdicts() {
    List<JsonObject> rows =
        SharedData.rows("graders/extraction_oracle.jsonl").stream()
            .filter(row -> row.get("task").getAsString().equals("gsm8k"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(300);
    for (JsonObject row : rows) {
      Verdict verdict =
          VERIFIER.verify(
              row.get("response").getAsString(), row.get("gold_solution").getAsString());

      assertThat(verdict.right()).isEqualTo(row.get("deepseek_reward").getAsBoolean());
      assertThat(verdict.extracted().orElse("")).isEqualTo(row.get("deepseek_pred").getAsString());
    }
  }
}
