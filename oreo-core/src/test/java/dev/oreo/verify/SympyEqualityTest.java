package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.oreo.internal.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Pairs of formulas with the verdict of sympy 1.12; the script beside them says how it was made.
 */
final class SympyEqualityTest {

  @Test
  void equal_pairsOfFormulas_isWhatSympySays() throws IOException {
    for (JsonObject row : pairs()) {
      String a = row.get("a").getAsString();
      String b = row.get("b").getAsString();
      boolean expected = (row.has("ours") ? row.get("ours") : row.get("equal")).getAsBoolean();

      assertThat(new SympyEquality().equal(a, b)).as("%s and %s", a, b).isEqualTo(expected);
    }
  }

  @Test
  void pairs_deliberateDifferences_areFew() throws IOException {
    assertThat(pairs().stream().filter(row -> row.has("ours")))
        .allMatch(row -> row.get("ours").getAsBoolean() != row.get("equal").getAsBoolean())
        .hasSizeLessThan(15);
  }

  @Test
  void equal_tooMuchWork_isGivenUpAndSaid() {
    SympyEquality equality = new SympyEquality();

    assertThat(equality.equal("x+".repeat(40_000) + "1", "1")).isFalse();
    assertThat(equality.timedOut()).isTrue();
  }

  @Test
  void equal_littleWork_isNotGivenUp() {
    SympyEquality equality = new SympyEquality();

    assertThat(equality.equal("9^{9^{9^9}}", "5")).isFalse();
    assertThat(equality.timedOut()).isFalse();
  }

  private static List<JsonObject> pairs() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    SympyEqualityTest.class.getResourceAsStream("sympy_pairs.jsonl")),
                StandardCharsets.UTF_8))) {
      return reader.lines().map(SympyEqualityTest::row).toList();
    }
  }

  private static JsonObject row(String line) {
    try {
      return Json.parseObject(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
