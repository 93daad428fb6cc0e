package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SympyLatexParserTest {

  private static Expression parse(String text) {
    return SympyLatexParser.parse(text, new WorkBudget(100_000)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\\sqrt{67},-\\sqrt{85}; \\sqrt{67}",
        "-1,8; -1",
        "2516_8; 2516",
        "x+; x",
        "2(x; 2",
        "2\\sin; 2",
        "x^(2); x",
        "x^-1; x",
        "n - (1,2,3); n",
        "f(x; f",
        "x|; x",
        "3{}4; 3"
      })
  void parse_textWithAnEndThatMakesNoSense_readsTheBeginning(String text, String beginning) {
    assertThat(parse(text)).isEqualTo(parse(beginning));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x=",
        "(x+)",
        "{x",
        "(1,2)",
        "\\sqrt3",
        "\\frac1x",
        "\\sin",
        "x_",
        "f(x,",
        "5\\%",
        "2;",
        "2,;",
        ".5",
        "03",
        "\\{1,2\\}",
        "a&b",
        "|x",
        "\\binom52",
        "\\pi\u00b0"
      })
  void parse_textWithoutSenseOrWithAnUnknownCharacterInReach_isRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(SympyParseException.class);
  }

  @Test
  void parse_unknownCharacterOutOfReach_doesNotMatter() {
    assertThat(parse("x,;")).isEqualTo(parse("x"));
  }

  @Test
  void parse_relations_haveNoValue() {
    assertThat(SympyLatexParser.parse("x \\le 3", new WorkBudget(1000))).isEmpty();
    assertThat(SympyLatexParser.parse("x=1=y", new WorkBudget(1000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1,234; 1234",
        "12 34; 1234",
        "1,23; 1",
        "5.25; 5.250",
        "54.x; 5",
        "2x3; 2\\cdot3",
        "\\frac12; \\frac{1}{2}",
        "\\log_243; \\log_{24}3",
        "\\left(x\\right)\\,y; (x)y",
        "d x; dx",
        "x_1; x_{1}",
        "x^{2}_3; x^2",
        "|a|b|c|; |a\\cdot|b|\\cdot c|"
      })
  void parse_twoWaysOfWriting_meanTheSame(String one, String other) {
    assertThat(new SympyEquality().equal(one, other)).isTrue();
  }

  @Test
  void parse_namesOfNumbers_areVariables() {
    assertThat(parse("\\pi")).isEqualTo(new Expression.Symbol("pi"));
    assertThat(parse("e")).isEqualTo(new Expression.Symbol("e"));
    assertThat(parse("i")).isEqualTo(new Expression.Symbol("i"));
    assertThat(parse("\\infty")).isEqualTo(Expression.Constant.INFINITY);
  }

  @Test
  void parse_letterBeforeAParenthesis_isAFunction() {
    assertThat(parse("x(y)")).isInstanceOf(Expression.Call.class);
    assertThat(parse("(x)(y)")).isInstanceOf(Expression.Product.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "{",
        "\\frac{",
        "\\sqrt{",
        "x^{",
        "x_",
        "f(",
        "|",
        "\\sin",
        "\\int",
        "\\sin_2^3",
        "\\lim_{x\\to",
        "1+",
        "-",
        "x^",
        "!",
        "2(",
        "\\langle"
      })
  void parse_deepNesting_isRefusedOrReadInBoundedWork(String opening) {
    WorkBudget budget = new WorkBudget(100_000);
    String text = opening.repeat(10_000);

    try {
      SympyLatexParser.parse(text, budget);
    } catch (SympyParseException | dev.oreo.internal.symbolic.WorkBudgetExceededException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
