package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Gsm8kVerifierTest {
  private static final Gsm8kVerifier VERIFIER = new Gsm8kVerifier();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6 + 7 = 13 #### 13         | #### 13    | CORRECT",
        "#### 1,234                 | #### 1234  | CORRECT",
        "#### -5                    | #### -5    | CORRECT",
        "#### 13 no, #### 14        | #### 13    | CORRECT",
        "#### 13.0                  | #### 13    | WRONG",
        "#### 13.                   | #### 13    | WRONG",
        "#### 14                    | #### 13    | WRONG",
        "#### $13                   | #### 13    | UNPARSED",
        "####13                     | #### 13    | UNPARSED",
        "the answer is 13           | #### 13    | UNPARSED",
        "#### 13                    | thirteen   | UNPARSED",
      })
  void verify_mark_decides(String response, String solution, Outcome outcome) {
    assertThat(VERIFIER.verify(response, solution).outcome()).isEqualTo(outcome);
  }

  @Test
  void verify_verdict_saysWhatWasFoundAndExpected() {
    assertThat(VERIFIER.verify("#### 1,400", "#### 14"))
        .isEqualTo(new Verdict(Outcome.WRONG, Optional.of("1400"), "expected 14"));
    assertThat(VERIFIER.verify("#### 1", "one").reason())
        .isEqualTo("the reference solution has no number after '#### '");
  }

  @Test
  void compare_plainAnswers_ignoresCommas() {
    assertThat(VERIFIER.compare(" 2,125", "2125").right()).isTrue();
    assertThat(VERIFIER.compare("2,125.5", "2125").right()).isFalse();
  }

  @Test
  void verify_datasetsSolutions_areCorrect() {
    for (String file : List.of("gsm8k/train.jsonl", "gsm8k/test.jsonl")) {
      List<JsonObject> rows = SharedData.rows(file);

      assertThat(rows).hasSizeGreaterThan(1_000);
      for (JsonObject row : rows) {
        String answer = row.get("answer").getAsString();
        assertThat(VERIFIER.verify(answer, answer).outcome()).isEqualTo(Outcome.CORRECT);
      }
    }
  }
}
