package dev.oreo.examples.jmh;

import java.util.List;
import java.util.stream.Stream;

/**
 * A response and the solution that it is graded against, in forms that models and data sets write.
 *
 * @param response what is graded
 * @param solution what is right
 */
record GradedTexts(String response, String solution) {
  static final int GSM8K_SIZE = 4;
  static final int MATH_SIZE = 20;

  /** Right, wrong, with thousands, without an answer. */
  static final List<GradedTexts> GSM8K =
      Stream.of(
              new GradedTexts("48/2 = <<48/2=24>>24 clips in May.\n#### 72", "72"),
              new GradedTexts("She earns 12/60 = $0.2 a minute.\n#### 11", "10"),
              new GradedTexts("The total is $2,125.\n#### 2,125", "2125"),
              new GradedTexts("Then there are 5 left, so the answer is 5.", "5"))
          .map(texts -> texts.against("Adding up gives the number.\n#### " + texts.solution))
          .toList();

  /** By the kinds of answers of the data set; a wrong one follows a right one. */
  static final List<GradedTexts> MATH =
      List.of(
          boxed("2", "2"),
          boxed("-15", "15"),
          boxed("\\frac{3}{4}", "\\dfrac34"),
          boxed("0.75", "\\frac{4}{3}"),
          boxed("2\\sqrt{3}", "\\sqrt{12}"),
          boxed("\\frac{\\sqrt{2}}{2}", "\\frac{1}{2}"),
          boxed("(3, \\frac{\\pi}{2})", "\\left( 3, \\frac{\\pi}{2} \\right)"),
          boxed("(3, \\pi)", "(\\pi, 3)"),
          boxed("[0,5)", "[0, 5)"),
          boxed("(-\\infty, 2) \\cup (3, \\infty)", "(-\\infty,2]\\cup[3,\\infty)"),
          boxed("\\{1, 2, 3\\}", "3, 2, 1"),
          boxed("x^2 + 2x + 1", "(x+1)^3"),
          boxed("y = 2x + 3", "2x+3"),
          boxed("10\\%", "10"),
          boxed("1,000,000", "1000000"),
          boxed(
              "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
              "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}"),
          boxed("\\text{Thursday}", "\\text{Friday}"),
          boxed("12\\text{ cm}^2", "12"),
          boxed("3 + 4i", "4i+3"),
          boxed("90^\\circ", "45^{\\circ}"));

  private GradedTexts against(String wholeSolution) {
    return new GradedTexts(response, wholeSolution);
  }

  private static GradedTexts boxed(String answer, String reference) {
    return new GradedTexts(
        "First we simplify what is given, so that $a + b = c$.\n\nThen we solve for the unknown.\n\n"
            + "So the answer is $\\boxed{"
            + answer
            + "}$.",
        "We have that it holds for all of them, hence $\\boxed{" + reference + "}.$");
  }
}
