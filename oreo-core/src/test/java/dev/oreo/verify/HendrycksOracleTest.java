package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MATH paper's rule against verdicts and normal forms of the original. */
final class HendrycksOracleTest {
  private static final HendrycksMathVerifier VERIFIER = new HendrycksMathVerifier();

  @Test
  void compare_oraclePairs_givesTheOriginalsVerdicts() {
    List<JsonObject> rows = SharedData.rows("graders/grader_oracle.jsonl");

    assertThat(rows).hasSizeGreaterThan(2_000);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(VERIFIER.compare(text(row, "pred"), text(row, "gold")).right())
                    .isEqualTo(row.get("hendrycks").getAsBoolean()));
  }

  @Test
  void normalize_oracleAnswers_givesTheOriginalsForms() {
    List<JsonObject> rows = SharedData.rows("graders/grader_normalize_oracle.jsonl");

    assertThat(rows).hasSizeGreaterThan(2_000);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(HendrycksNormalizer.normalize(text(row, "s")))
                    .hasValue(text(row, "hendrycks_strip")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"math/train.jsonl", "math/test.jsonl"})
  void verify_datasetsSolutions_areCorrect(String file) {
    for (JsonObject row : SharedData.rows(file)) {
      Verdict verdict = VERIFIER.verify(text(row, "solution"), text(row, "solution"));

      assertThat(verdict.outcome()).as(text(row, "problem")).isEqualTo(Outcome.CORRECT);
      assertThat(verdict.extracted()).isEqualTo(HendrycksNormalizer.normalize(text(row, "answer")));
    }
  }

  private static String text(JsonObject row, String key) {
    return row.get(key).getAsString();
  }
}
