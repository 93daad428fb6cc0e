package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that nobody writes by mistake. */
final class MathVerifierHostileTest {
  private static final MathVerifier VERIFIER = new MathVerifier();
  private static final List<String> ANSWERS =
      List.of(
          "\\frac{1}{2}",
          "(-\\infty, 3] \\cup (5, \\infty)",
          "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
          "x^2 - 5x + \\sqrt[3]{7}",
          "3\\frac{1}{2} \\text{ square inches}",
          "\\{1, 2, 3\\}",
          "\\$1,234.50",
          "-2 \\le x < 5",
          "8:30 \\text{ p.m.}",
          "y = 2x + 1, z = 3");
  private static final String SIGNS = "0123456789xyi+-*/^_{}[]()|!,.;:=<>\\ $%&";

  private static void judge(String text) {
    VERIFIER.compare(text, "5");
    VERIFIER.compare("x + 1", text);
    VERIFIER.compare(text, text + " + 1");
    VERIFIER.verify(text, "\\boxed{5}");
    VERIFIER.verify("\\boxed{" + text + "}", "#### 5");
    VERIFIER.verify("The answer is $" + text + "$.", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "(",
        "[",
        "|",
        "$",
        "$x",
        "\\(",
        "\\[",
        "\\",
        "\\\\",
        "-",
        "1+",
        "1/",
        "1,",
        "!",
        "\\frac",
        "\\sqrt",
        "\\sqrt{",
        "\\boxed{",
        "\\boxed",
        "\\text{",
        "^",
        "x^",
        "x_{",
        "'",
        "°",
        "%",
        "\\sin ",
        "\\left(",
        "\\begin{pmatrix}",
        "\\pm1,",
        "answer is ",
        "final answer: ",
        "####",
        "</think>",
        " and ",
        "x=",
        "<",
        "1 ",
        "1:",
        "\\lfloor ",
        "\\cup ",
        "\\{",
        "\\over ",
        "\\mod ",
        "\\log_",
        "0.\\overline{3}",
        "\n\n",
        "\\quad ",
        "a is "
      })
  @Timeout(60) // a guard against work that grows with the square of the length
  void judge_aHundredKilobytesOfOnePiece_ends(String piece) {
    String text = piece.repeat(100_000 / piece.length());

    assertThatCode(() -> judge(text)).doesNotThrowAnyException();
    assertThatCode(() -> judge(piece.repeat(1_900 / piece.length()))).doesNotThrowAnyException();
    assertThat(VERIFIER.compare(text, "5").right()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9^9^9^9",
        "9^{9^{9^9}}",
        "2000!!!!",
        "\\binom{2000}{1000} + 1999!",
        "1E999999999",
        "10^{-99999999}",
        "\ud800 5 \udc00",
        "\\begin{pmatrix}",
        "\\end{pmatrix} 1 \\begin{pmatrix}",
        "\\begin{matrix} & \\\\ & & \\end{matrix}",
        "\\frac{0}{0}",
        "1/0",
        "\\sqrt[0]{2}",
        "\\log_1 5",
        "()",
        "\\{,\\}",
        "x \\in",
        "= 5 =",
        "< <"
      })
  void judge_strangeAnswers_neverThrows(String text) {
    assertThatCode(() -> judge(text)).doesNotThrowAnyException();
  }

  @Test
  void judge_numbersBeyondDoublePrecision_areNotAllTheSame() {
    assertThat(VERIFIER.compare("9^9^9^9", "8^8^8^8").right()).isFalse();
    assertThat(VERIFIER.compare("x + 9^{9^9}", "9^{9^9}").right()).isFalse();
    assertThat(VERIFIER.compare("9^9^9^9", "9^{9^{9^{9}}}").right()).isTrue();
  }

  @Test
  void judge_aMegabyte_isNotRead() {
    String digits = "1".repeat(1_000_000);

    assertThatCode(() -> judge(digits)).doesNotThrowAnyException();
    assertThat(VERIFIER.compare(digits, digits).right()).isTrue();
    assertThat(VERIFIER.compare(digits, "1").outcome()).isEqualTo(Outcome.UNPARSED);
  }

  @Test
  void judge_mutatedAnswers_neverThrows() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 10_000; round++) {
      String mutated = mutated(ANSWERS.get(random.nextInt(ANSWERS.size())), random);
      String other = ANSWERS.get(random.nextInt(ANSWERS.size()));

      assertThatCode(
              () -> {
                VERIFIER.compare(mutated, other);
                VERIFIER.verify(mutated, other);
              })
          .as(mutated)
          .doesNotThrowAnyException();
    }
  }

  private static String mutated(String answer, SplittableRandom random) {
    StringBuilder text = new StringBuilder(answer);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && text.length() > 0; i++) {
      int place = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(place);
        case 1 -> text.insert(place, SIGNS.charAt(random.nextInt(SIGNS.length())));
        case 2 -> text.insert(place, text.substring(text.length() / 2));
        default -> text.setCharAt(place, (char) random.nextInt(0x10000));
      }
    }
    return text.toString();
  }

  @Test
  void judge_randomCharacters_neverThrows() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        text.append((char) random.nextInt(round % 2 == 0 ? 0x10000 : 0x80));
      }

      assertThatCode(() -> judge(text.toString())).doesNotThrowAnyException();
    }
  }
}
