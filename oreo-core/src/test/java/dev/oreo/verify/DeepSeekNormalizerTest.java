package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeepSeekNormalizerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\" 5 .\";5",
        "\\text{two};two",
        "5\\text{ km};5",
        "\\tfrac12;\\frac{1}{2}",
        "\\dfrac{1}2;\\frac{1}2",
        "\\frac1;\\frac1",
        "\\frac1{23};\\frac{1}{23}",
        "3/4;\\frac{3}{4}",
        "03/4;03/4",
        "a/4;a/4",
        "\\sqrt2/4;\\frac{\\sqrt{2}}{4}",
        "1/2/3;1/2/3",
        "\\left(1,2\\right);(1,2)",
        "90^\\circ;90",
        "90^{\\circ};90",
        "5{cm}^2;5",
        "10 p.m.;10p.m",
        "5 t;5",
        "5t;5",
        "at;at",
        "\\$5;5",
        "5\\%;5%",
        ".5;0.5",
        "{.5};{0.5}",
        "2\\cdot 3;23",
        "infinity;\\infty",
        "inf;\\infty",
        "3j;3i",
        "ij;ij",
        "2.0;2",
        "2.00x;2x",
        "2.0.0;2",
        "2.05;2.05",
        "\\sqrt 5;\\sqrt{5}",
        "\\sqrt5x;\\sqrt{5x}",
        "\\tan 30;\\tan{30}",
        "5\\mbox{ in};5",
        "5\\mbox{;5\\mbox{",
        "1,2,\\;1,2",
        "x\\in[0,1];[0,1]",
        "\\mathrm{ab};{ab}",
        "\"\";\"\""
      })
  void normalize_quirks_areKept(String answer, String expected) {
    assertThat(DeepSeekNormalizer.normalize(answer)).isEqualTo(expected);
  }

  @Test
  void normalize_answersOfMath_areTheOriginals() {
    for (JsonObject row : SharedData.rows("graders/grader_normalize_oracle.jsonl")) {
      assertThat(DeepSeekNormalizer.normalize(row.get("s").getAsString()))
          .isEqualTo(row.get("deepseek_strip").getAsString());
    }
  }
}
