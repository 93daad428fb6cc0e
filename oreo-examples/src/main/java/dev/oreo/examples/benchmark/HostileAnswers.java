package dev.oreo.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers that were thought out to take long: very deep, very long, very large numbers. */
final class HostileAnswers {
  /** How many other large numbers each is put beside. */
  private static final int NEIGHBOURS = 1;

  private static final String SUFFIX = " + 1";

  /** What is nested: what opens, what is inside, what closes. */
  private static final List<String[]> NESTS =
      List.of(
          new String[] {"{", "5", "}"},
          new String[] {"{", "", ""},
          new String[] {"", "", "}"},
          new String[] {"(", "5", ")"},
          new String[] {"[", "5", "]"},
          new String[] {"|", "5", "|"},
          new String[] {"\\{", "5", "\\}"},
          new String[] {"\\left(", "5", "\\right)"},
          new String[] {"\\frac{", "5", "}{2}"},
          new String[] {"\\frac{1}{", "5", "}"},
          new String[] {"\\sqrt{", "5", "}"},
          new String[] {"\\sqrt[3]{", "5", "}"},
          new String[] {"9^{", "5", "}"},
          new String[] {"{", "5", "}^{2}"},
          new String[] {"x_{", "5", "}"},
          new String[] {"\\text{", "5", "}"},
          new String[] {"\\boxed{", "5", "}"},
          new String[] {"\\sin(", "x", ")"},
          new String[] {"-", "5", ""},
          new String[] {"x=", "5", ""},
          new String[] {"(1,", "5", ")"},
          new String[] {"\\begin{pmatrix}", "5", "\\end{pmatrix}"},
          new String[] {"\\lfloor", "5", "\\rfloor"});

  /** What is repeated up to the whole length. */
  private static final List<String> PIECES =
      List.of(
          "1",
          "9,",
          "0",
          ".",
          " ",
          "a",
          "é",
          "the answer is ",
          "1 and ",
          "1+",
          "x+",
          "x*",
          "1/",
          "2^",
          "x=",
          "1,",
          "(1,2),",
          "\\frac",
          "\\frac{1}{2}",
          "\\frac{1}{x}+",
          "\\sqrt",
          "(",
          ")",
          "[",
          "{",
          "|",
          "$",
          "$x$ ",
          "\\(",
          "\\",
          "\\\\",
          "-",
          "!",
          "<",
          "\\text{a} ",
          "\\boxed{",
          "\\boxed{1}",
          "boxed{1} ",
          "#### 1 ",
          "\n",
          "final answer ",
          "\\cup ",
          "(0,1)\\cup ",
          "\\pm 1,",
          "\\begin{pmatrix}",
          "1&",
          "1\\\\",
          "\\left",
          "\\mbox{",
          "\ud83d",
          "%",
          "'",
          "1 ",
          "x y ",
          "```output\n1\n");

  private static final List<String> NUMBERS =
      List.of(
          "9^{9^{9^9}}",
          "9^9^9^9",
          "(9^{9^9})!",
          "9!!!!",
          "2000!!",
          "170!",
          "1999!",
          "9999999999!",
          "10^{10^{10}}",
          "10^{-10^{10}}",
          "2^{-9^{9}}",
          "1E999999999",
          "1e-999999999",
          "10^{99999999}",
          "3^{12000}",
          "\\sqrt[1000000]{2^{1000}}",
          "\\sqrt[64]{9^{6000}}",
          "\\sqrt{9^{6000}+1}",
          "\\sqrt[0]{2}",
          "\\sqrt[-3]{0}",
          "0^0",
          "0^{-1}",
          "\\frac{0}{0}",
          "1/0",
          "\\infty-\\infty",
          "\\infty^0",
          "\\log_{1}{5}",
          "\\log{0}",
          "\\tan{\\frac{\\pi}{2}}",
          "\\binom{2000}{1000}",
          "\\binom{10^{9}}{10^{8}}",
          "\\binom{2000}{1000}\\cdot\\binom{1999}{999}+1998!",
          "(-1)^{\\frac{1}{3}}",
          "e^{e^{e^{e^e}}}",
          "i^{i^{i^i}}",
          "x^{x^{x^{x^{x}}}}",
          "(x+y+z)^{9999}",
          "\\sin{10^{300}}",
          "0." + "3".repeat(5_000),
          "9".repeat(5_000),
          "9".repeat(1_900) + "^{" + "9".repeat(9) + "}",
          "\\frac{" + "7".repeat(900) + "}{" + "3".repeat(900) + "}",
          "\\sqrt{" + "7".repeat(1_900) + "}");

  private final int depth;
  private final int length;

  /**
   * Describes the answers.
   *
   * @param depth of nested ones
   * @param length of long ones, in characters
   */
  HostileAnswers(int depth, int length) {
    this.depth = depth;
    this.length = length;
  }

  /** Returns each beside a small answer, an expression, and itself changed at an end. */
  Stream<AnswerPair> pairs() {
    Stream<AnswerPair> strange =
        texts().entrySet().stream().flatMap(e -> pairs(e.getKey(), e.getValue()));
    Stream<AnswerPair> numbers =
        IntStream.range(0, NUMBERS.size()).boxed().flatMap(HostileAnswers::numbers);
    return Stream.concat(strange, numbers);
  }

  /** A large number as any answer, and beside the next one. */
  private static Stream<AnswerPair> numbers(int index) {
    String number = NUMBERS.get(index);
    Stream<AnswerPair> others =
        IntStream.rangeClosed(1, NEIGHBOURS)
            .mapToObj(i -> NUMBERS.get((index + i) % NUMBERS.size()))
            .map(other -> new AnswerPair("two large numbers", number, other));
    return Stream.concat(pairs("large number", number), others);
  }

  private static Stream<AnswerPair> pairs(String name, String text) {
    return Stream.of(
        new AnswerPair(name + ", beside 5", text, "5"),
        new AnswerPair(name + ", beside an expression", text, "\\frac{x+1}{2}"),
        new AnswerPair(name + ", beside itself and + 1", text, text + SUFFIX),
        new AnswerPair(name + ", beside 1 + itself", text, "1+" + text));
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String[] nest : NESTS) {
      texts.put(
          "%s%s%s nested %d deep".formatted(nest[0], nest[1], nest[2], depth),
          nest[0].repeat(depth) + nest[1] + nest[2].repeat(depth));
    }
    for (String piece : PIECES) {
      texts.put(
          "%s repeated to %d characters".formatted(piece.replace("\n", "\\n"), length),
          piece.repeat(Math.max(1, length / piece.length())));
    }
    int levels = Math.max(1, length / "\\frac{1}{1+}".length());
    texts.put(
        "a tower of %d fractions".formatted(levels),
        "\\frac{1}{1+".repeat(levels) + "1" + "}".repeat(levels));
    return texts;
  }
}
