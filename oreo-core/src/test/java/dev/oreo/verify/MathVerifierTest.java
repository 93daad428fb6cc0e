package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are the same. Each row is two answers with a tilde between them. */
final class MathVerifierTest {
  private static final MathVerifier VERIFIER = new MathVerifier();

  private static List<String> pair(String row) {
    return Splitter.on(" ~ ").splitToList(row);
  }

  private static void assertOutcome(String row, Outcome expected) {
    List<String> pair = pair(row);

    assertThat(VERIFIER.compare(pair.get(0), pair.get(1)).outcome()).isEqualTo(expected);
    assertThat(VERIFIER.compare(pair.get(1), pair.get(0)).outcome()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\frac{1}{2} ~ 0.5",
        "1/3 ~ 0.333333",
        "3\\frac12 ~ 3.5",
        "3 \\frac{1}{2} ~ \\frac{7}{2}",
        "3 1/2 ~ 7/2",
        "-2\\frac{1}{4} ~ -2.25",
        "\\sqrt{50} ~ 5\\sqrt2",
        "\\frac{1}{\\sqrt{2}} ~ \\frac{\\sqrt2}{2}",
        "2^{10} ~ 1024",
        "2^10 ~ 1024",
        "3.2 \\times 10^5 ~ 320000",
        "3.2\\cdot10^{-2} ~ 0.032",
        "5! ~ 120",
        "{5 \\choose 2} ~ 10",
        "\\lfloor 2.7 \\rfloor ~ 2",
        "|{-3}| ~ 3",
        "\\ln e^2 ~ 2",
        "\\sin(\\frac{\\pi}{6}) ~ 0.5",
        "\\tan^{-1} 1 ~ \\frac{\\pi}{4}",
        "\\arctan 1 ~ \\pi/4",
        "\\cos^2 x + \\sin^2 x ~ 1",
        "\\sin 2x ~ 2\\sin x\\cos x",
        "(x+1)^2 ~ x^2+2x+1",
        "e^{i\\pi} ~ -1",
        "(2+i)(2-i) ~ 5",
        "½ ~ 0.5",
        "3² ~ 9",
        "−5 ~ -5",
        "√2 ~ \\sqrt{2}",
        "2π ~ 2\\pi",
        "x² + 1 ~ x^2+1",
        "\\frac{\\pi}{2} ~ 1.570796",
        "0.5x ~ \\frac{x}{2}",
        "\\dfrac{x+1}{2} ~ (x+1)/2",
        "\\tfrac34 ~ .75",
        "1 000 000 ~ 1000000",
        "\\sqrt{x^2} ~ |x|",
        "a^{-1} ~ \\frac1a",
        "1.5e3 ~ 1500",
        "\\frac{2}{3}\\pi ~ \\frac{2\\pi}{3}",
        "3 + 4i ~ 4i+3",
        "x \\approx 3.5 ~ 3.5",
        "\\approx 3.5 ~ 3.5",
        "-\\frac{1}{2} ~ \\frac{-1}{2}",
        "\\frac{a-b}{c} ~ -\\frac{b-a}{c}",
        "2.0 ~ 2",
        "007 ~ 7",
        "\\frac{12}{20} ~ 3/5"
      })
  void compare_expressionsOfEqualValue_areCorrect(String row) {
    assertOutcome(row, Outcome.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=5 ~ 5",
        "2x+3y=6 ~ 4x+6y-12=0",
        "y=2x+1 ~ 2x - y + 1 = 0",
        "y=2x+1 ~ 2x+1",
        "x = \\pm 3 ~ 3, -3",
        "f(x) = x^2 ~ x^2",
        "(x,y)=(1,2) ~ (1,2)",
        "x=1, y=2 ~ (1,2)",
        "C=5 ~ 5"
      })
  void compare_equations_areCorrect(String row) {
    assertOutcome(row, Outcome.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "28\\% ~ 28",
        "28\\% ~ 0.28",
        "5 cm ~ 5",
        "12 \\text{ square inches} ~ 12\\text{ in}^2",
        "20 \\text{ cm}^2 ~ 20\\mbox{ square centimeters}",
        "90^\\circ ~ 90",
        "90^{\\circ} ~ 90 degrees",
        "\\$3.50 ~ 3.5",
        "\\$3.50 ~ 3.50 dollars",
        "1 million ~ 1,000,000",
        "\\$2.5 million ~ 2500000",
        "\\log_2 8 ~ 3",
        "\\log_{10} 100 ~ 2",
        "\\sin 30^\\circ ~ \\frac12",
        "x = 3 \\text{ or } x = -3 ~ \\pm 3",
        "123_5 ~ 123_{5}",
        "123_5 ~ 123",
        "1A3_{16} ~ 1a3_{16}",
        "\\text{Yes} ~ yes",
        "\\text{(A)} ~ A",
        "\\textbf{C} ~ c",
        "\\text{Monday} ~ monday",
        "8:30 \\text{ p.m.} ~ 8:30 PM",
        "3:5 ~ 3/5",
        "3:5 ~ 6:10",
        "1:2:3 ~ 1 : 2 : 3",
        "\\emptyset ~ \\text{no solution}",
        "\\varnothing ~ \\{\\}",
        "four ~ 4",
        "0.1\\overline{6} ~ 0.1\\overline{6}",
        "5\\text{ hours} ~ 5 hours",
        "12\\text{ apples} ~ 12",
        "\\frac{3}{4} \\text{ of the pie} ~ 3/4",
        "7 \\pmod{11} ~ 7",
        "n \\equiv 3 \\pmod 5 ~ n\\equiv 3 \\pmod{5}",
        "\\text{The answer is } 5 ~ 5",
        "5 \\text{ or } 6 ~ 6, 5",
        "6\\pi \\text{ cm} ~ 6\\pi",
        "100^\\circ\\text{C} ~ 100",
        "45^\\circ ~ 45 \\text{ degrees}",
        "\\angle ABC = 40^\\circ ~ 40",
        "3rd ~ 3",
        "21st ~ 21",
        "5^{\\text{th}} ~ 5",
        "0.\\overline{3} ~ \\frac13",
        "0.1\\overline{6} ~ \\frac16",
        "2\\sqrt{3}\\text{ cm}^2 ~ 2\\sqrt3",
        "1\\frac{1}{2} hours ~ 1.5",
        "25\\% ~ \\frac14",
        "\\text{June 20} ~ June 20",
        "\\text{3 and 4} ~ 3,4",
        "72 \\text{ mph} ~ 72 miles per hour",
        "x \\equiv 3 \\pmod{5} ~ 3",
        "0.\\overline{142857} ~ 1/7",
        "3^{\\text{rd}} ~ 3"
      })
  void compare_unitsBasesTimesAndPercentages_areCorrect(String row) {
    assertOutcome(row, Outcome.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(1,2) ~ (1, 2)",
        "\\{1,2,3\\} ~ \\{3,1,2\\}",
        "1,2,3 ~ 3, 2, 1",
        "\\{1,2\\} ~ 1, 2",
        "1,000,000 ~ 10^6",
        "1{,}234 ~ 1234",
        "\\frac{-1\\pm\\sqrt5}{2} ~ \\frac{-1+\\sqrt5}{2}, \\frac{-1-\\sqrt5}{2}",
        "10\\,000 ~ 10000",
        "0,111 ~ 0.111"
      })
  void compare_listsAndTuples_areCorrect(String row) {
    assertOutcome(row, Outcome.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\\in[0,1) ~ [0,1)",
        "0\\le x<1 ~ [0,1)",
        "x>3 ~ (3,\\infty)",
        "x \\ge 3 ~ [3, \\infty)",
        "x<1 \\text{ or } x>3 ~ (-\\infty,1)\\cup(3,\\infty)",
        "(-\\infty,1)\\cup(3,\\infty) ~ (3,\\infty) \\cup (-\\infty, 1)",
        "x<5 ~ 5>x",
        "-x<-5 ~ x>5",
        "\\sqrt[3]{-8} ~ -2",
        "\\infty ~ infinity",
        "\\mathbb{R} ~ (-\\infty,\\infty)",
        "\\left(\\frac12,3\\right) ~ (0.5, 3)",
        "(-\\infty, 2] ~ x\\leq 2",
        "\\{x \\mid x > 3\\} ~ (3,\\infty)",
        "x \\neq 1 ~ x\\ne 1"
      })
  void compare_setsIntervalsAndInequalities_areCorrect(String row) {
    assertOutcome(row, Outcome.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\binom{5}{2} ~ 10", "(B) ~ B"})
  void compare_words_areCorrect(String row) {
    assertOutcome(row, Outcome.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\begin{pmatrix}1\\\\2\\end{pmatrix} ~ (1,2)",
        "\\begin{pmatrix}1\\\\2\\end{pmatrix} ~ \\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}",
        "\\frac{1}{5}\\begin{pmatrix}1\\\\2\\end{pmatrix} ~ \\begin{pmatrix}1/5\\\\2/5\\end{pmatrix}",
        "\\begin{cases} x=1 \\\\ y=2\\end{cases} ~ (1,2)",
        "\\langle 1,2,3\\rangle ~ (1,2,3)"
      })
  void compare_matricesAndTuples_areCorrect(String row) {
    assertOutcome(row, Outcome.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1/3 ~ 0.33",
        "-2\\frac{1}{4} ~ -1.75",
        "x=5 ~ y=5",
        "28\\% ~ 2800",
        "5 cm ~ 5 m",
        "5 \\text{ cm} ~ 5\\text{ inches}",
        "\\$3 ~ 3 cents",
        "(1,2) ~ (2,1)",
        "[1,2] ~ (1,2)",
        "(1,2] ~ [1,2)",
        "\\{1,2\\} ~ (1,2)",
        "1,2 ~ 1,2,3",
        "x \\ge 3 ~ (3, \\infty)",
        "y=2x+1 ~ y=2x-1",
        "x<5 ~ x\\le5",
        "(x+1)^2 ~ x^2+1",
        "\\begin{pmatrix}1\\\\2\\end{pmatrix} ~ \\begin{pmatrix}2\\\\1\\end{pmatrix}",
        "\\begin{pmatrix}1\\\\2\\end{pmatrix} ~ \\begin{pmatrix}1 & 2\\end{pmatrix}",
        "123_5 ~ 123_6",
        "123_5 ~ 124",
        "yes ~ no",
        "A ~ B",
        "8:30 ~ 8:31",
        "1:2:3 ~ 1:2:4",
        "\\infty ~ -\\infty",
        "2 ~ 3",
        "2x ~ 2",
        "2x ~ x^2",
        "ab ~ a+b",
        "-5 ~ 5",
        "3^{100000} ~ 3^{100001}",
        "10^{20}+1 ~ 10^{20}",
        "\\frac{\\pi}{2} ~ 1.57",
        "0.0000001 ~ 0.0000002",
        "22,500 ~ 22.5",
        "7 \\pmod{11} ~ 7 \\pmod{12}",
        "12:00 ~ 1:00"
      })
  void compare_otherAnswers_areWrong(String row) {
    assertOutcome(row, Outcome.WRONG);
  }

  @Test
  void compare_answerThatCannotBeRead_isUnparsedWithTheReason() {
    Verdict verdict = VERIFIER.compare("\\frac{1}{", "2");

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPARSED);
    assertThat(verdict.extracted()).contains("\\frac{1}{");
    assertThat(verdict.reason())
        .isEqualTo("the prediction cannot be read: something is missing at the end");
  }

  @Test
  void compare_unreadableButAlike_isCorrect() {
    assertThat(VERIFIER.compare("\\frac{1}{", "\\frac{1}{").outcome()).isEqualTo(Outcome.CORRECT);
    assertThat(VERIFIER.compare("[1, 2", " [1,2").outcome()).isEqualTo(Outcome.CORRECT);
  }

  @Test
  void compare_nothing_isUnparsed() {
    assertThat(VERIFIER.compare("", "5").outcome()).isEqualTo(Outcome.UNPARSED);
    assertThat(VERIFIER.compare("5", " ").outcome()).isEqualTo(Outcome.UNPARSED);
    assertThat(VERIFIER.compare("", "").outcome()).isEqualTo(Outcome.UNPARSED);
  }

  @Test
  void compare_verdicts_sayWhy() {
    assertThat(VERIFIER.compare("5", "5").reason()).isEqualTo("the answers are written alike");
    assertThat(VERIFIER.compare("\\dfrac12", "\\frac 12").reason())
        .isEqualTo("the answers are written alike but for spaces and markup");
    assertThat(VERIFIER.compare("\\frac12", "0.5").reason()).isEqualTo("the answers mean the same");
    assertThat(VERIFIER.compare("1", "2").reason()).isEqualTo("the answers mean different things");
  }
}
