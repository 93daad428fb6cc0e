package dev.oreo.examples.benchmark;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes strange answers of real ones: pieces deleted, inserted, doubled, exchanged, repeated many
 * times, wrapped in brackets, fractions, roots and powers, two answers spliced. The same seed makes
 * the same answers. Confined to one thread.
 */
final class AnswerMutator {
  private static final int MAX_CHANGES = 6;
  private static final int MAX_PIECE = 12;
  private static final int MAX_LOG_REPEATS = 12;
  private static final int MAX_LOG_DEPTH = 7;
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "|",
          "\\",
          "^",
          "_",
          "-",
          "+",
          "/",
          "*",
          "!",
          "=",
          "<",
          ",",
          ".",
          ":",
          "%",
          "$",
          "&",
          " ",
          "0",
          "1",
          "9",
          "x",
          "i",
          "e",
          "\\frac",
          "\\sqrt",
          "\\left(",
          "\\right)",
          "\\pi",
          "\\infty",
          "\\cup",
          "\\pm",
          "\\text{",
          "\\boxed{",
          "\\sin",
          "\\log_",
          "\\begin{pmatrix}",
          "\\end{pmatrix}",
          "\\\\",
          "\\le",
          "\\binom{9}{4}",
          "^{9",
          "\\!",
          "\\circ",
          "\\cdot",
          "\\overline{3}",
          " and ",
          "\\{",
          "\\}",
          "\n",
          "€",
          "²",
          "\ud83d");
  private static final List<String[]> WRAPS =
      List.of(
          new String[] {"{", "}"},
          new String[] {"(", ")"},
          new String[] {"\\left(", "\\right)"},
          new String[] {"|", "|"},
          new String[] {"\\frac{", "}{2}"},
          new String[] {"\\frac{1}{", "}"},
          new String[] {"\\sqrt{", "}"},
          new String[] {"\\sqrt[3]{", "}"},
          new String[] {"2^{", "}"},
          new String[] {"{", "}^{2}"},
          new String[] {"\\{", "\\}"},
          new String[] {"\\sin(", ")"},
          new String[] {"-(1+", ")"});

  private final List<String> answers;
  private final int maxLength;
  private final SplittableRandom random;

  /**
   * Creates a mutator.
   *
   * @param answers what to begin with, at least one
   * @param seed of all choices
   * @param maxLength the most characters of an answer that it makes
   */
  AnswerMutator(List<String> answers, long seed, int maxLength) {
    checkArgument(!answers.isEmpty(), "answers must hold at least one, got none");
    checkArgument(maxLength > 0, "maxLength must be > 0, got %s", maxLength);
    this.answers = List.copyOf(answers);
    this.maxLength = maxLength;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Returns a mutated answer beside the real one, another real one, or itself once more mutated.
   */
  AnswerPair next() {
    String answer = anyAnswer();
    Mutation mutation = new Mutation(answer);
    int changes = 1 + random.nextInt(MAX_CHANGES);
    for (int i = 0; i < changes; i++) {
      mutation.change();
    }
    String prediction = mutation.text.toString();
    String construction = "mutation:" + mutation.history;
    return switch (random.nextInt(4)) {
      case 0 -> new AnswerPair(construction + ", beside the real one", prediction, cut(answer));
      case 1 -> new AnswerPair(construction + ", beside another", prediction, cut(anyAnswer()));
      default -> {
        mutation.change();
        yield new AnswerPair(
            construction + ", beside itself after:" + mutation.history,
            prediction,
            mutation.text.toString());
      }
    };
  }

  private String anyAnswer() {
    return answers.get(random.nextInt(answers.size()));
  }

  private String cut(String text) {
    return text.substring(0, Math.min(text.length(), maxLength));
  }

  /** One answer under change. */
  private final class Mutation {
    private final StringBuilder text;
    private final StringBuilder history = new StringBuilder();

    private Mutation(String answer) {
      this.text = new StringBuilder(cut(answer));
    }

    private void change() {
      int start = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), start + 1 + random.nextInt(MAX_PIECE));
      switch (random.nextInt(8)) {
        case 0 -> change("delete", start, end, "");
        case 1 -> change("insert", start, start, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> change("double", end, end, text.substring(start, end));
        case 3 -> exchange(start, end);
        case 4 -> splice(start);
        case 5 -> repeat(start, text.substring(start, end));
        case 6 -> repeat(start, PIECES.get(random.nextInt(PIECES.size())));
        default -> wrap(start, end);
      }
    }

    private void change(String name, int start, int end, String piece) {
      history.append(' ').append(name);
      text.replace(start, end, piece);
      text.setLength(Math.min(text.length(), maxLength));
    }

    private void exchange(int start, int end) {
      String reversed = new StringBuilder(text.substring(start, end)).reverse().toString();
      change("exchange", start, end, reversed);
    }

    private void splice(int start) {
      String other = anyAnswer();
      change("splice", start, text.length(), other.substring(random.nextInt(other.length() + 1)));
    }

    private void repeat(int start, String piece) {
      int wanted = 1 << random.nextInt(MAX_LOG_REPEATS + 1);
      int room = maxLength - text.length();
      int times = piece.isEmpty() ? 0 : Math.min(wanted, room / piece.length());
      change("repeat(" + times + ")", start, start, piece.repeat(times));
    }

    /** Wraps a piece, or all, many times over. */
    private void wrap(int start, int end) {
      String[] wrap = WRAPS.get(random.nextInt(WRAPS.size()));
      boolean whole = random.nextBoolean();
      int from = whole ? 0 : start;
      int to = whole ? text.length() : end;
      int wanted = 1 << random.nextInt(MAX_LOG_DEPTH + 1);
      int room = maxLength - text.length();
      int depth = Math.min(wanted, room / (wrap[0].length() + wrap[1].length()));
      String inner = text.substring(from, to);
      change(
          "wrap(" + wrap[0] + " x " + depth + ")",
          from,
          to,
          wrap[0].repeat(depth) + inner + wrap[1].repeat(depth));
    }
  }
}
