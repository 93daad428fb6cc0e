package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.internal.symbolic.ExactValue;
import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Expression.Constant;
import dev.oreo.internal.symbolic.WorkBudget;
import org.apache.commons.math3.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SympyExpressionParserTest {

  private static Expression parse(String text) {
    return SympyExpressionParser.parse(text, false, new WorkBudget(10_000));
  }

  @ParameterizedTest
  @CsvSource({
    "7%3, 1",
    "7//2, 3",
    "2**3**2, 512",
    "-2**2, -4",
    "2*(3 + 4), 14",
    ".5*4, 2",
    "3!!, 720",
    "sqrt(16), 4",
    "'binomial(5, 2)', 10"
  })
  void parse_arithmeticInPythonsSyntax_hasItsValue(String text, int value) {
    assertThat(ExactValue.of(parse(text), new WorkBudget(10_000))).contains(new BigFraction(value));
  }

  @Test
  void parse_names_areConstantsOrVariables() {
    assertThat(parse("pi")).isEqualTo(Constant.PI);
    assertThat(parse("oo")).isEqualTo(Constant.INFINITY);
    assertThat(parse("\u03c0")).isEqualTo(new Expression.Symbol("\u03c0"));
  }

  @Test
  void parse_caret_isAPowerOnlyWhereAsked() {
    WorkBudget budget = new WorkBudget(1_000);

    assertThatThrownBy(() -> parse("x^2")).isInstanceOf(SympyParseException.class);
    assertThat(SympyExpressionParser.parse("x^2", true, budget)).isEqualTo(parse("x**2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "2 3", "2x", "(1, 2)", "[1]", "{1}", "x = 1", "x < 1", "\\frac", "010", "N", "sin",
        "pi(2)", "2 +", "f(", "if", "\"a\"", "x;", "\ud800"
      })
  void parse_everythingElse_isRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(SympyParseException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "2**", "f(", "x!", "2/", "%", "-"})
  void parse_deepNesting_isRefused(String opening) {
    assertThatThrownBy(
            () ->
                SympyExpressionParser.parse(
                    opening.repeat(10_000), false, new WorkBudget(1_000_000)))
        .isInstanceOf(SympyParseException.class);
  }
}
