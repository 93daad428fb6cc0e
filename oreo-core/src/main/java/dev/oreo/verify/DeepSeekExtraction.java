package dev.oreo.verify;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The answers that the DeepSeek-Math rule finds in a written solution. */
final class DeepSeekExtraction {
  /** How many answers of a text are looked at. */
  static final int MAX_ANSWERS = 10_000;

  private static final CharMatcher BRACKETS = CharMatcher.anyOf("()[]");
  private static final String BOX = "boxed{";
  private static final String SENTENCE_START = "final answer is $";
  private static final String SENTENCE_END = "$. I hope";
  private static final String ANSWER_IS = "he answer is";
  private static final String OUTPUT = "```output";
  private static final Pattern AND =
      Pattern.compile("\\\\text\\{\\s*+and\\s*+\\}", Pattern.UNICODE_CHARACTER_CLASS);

  private DeepSeekExtraction() {}

  /**
   * Returns all answers to a question of MATH.
   *
   * @param question if it asks for numbers separated by commas, an answer is split at commas
   * @param text a written solution
   * @return in the order in which they stand, repeated ones too; empty if none is found; one more
   *     than {@link #MAX_ANSWERS} if there are more
   */
  static List<String> mathAnswers(String question, String text) {
    boolean commas = question.contains("separated by commas");
    List<String> answers = new ArrayList<>();
    for (String candidate : candidates(text)) {
      String answer = normalize(candidate);
      if (answers.size() > MAX_ANSWERS) {
        return answers;
      }
      if (commas && BRACKETS.matchesNoneOf(answer)) {
        addParts(answers, answer, ",");
      } else if (answer.contains("and") && AND.matcher(answer).find()) {
        addParts(answers, AND.matcher(answer).replaceAll("[SEP]"), "[SEP]");
      } else {
        answers.add(PythonText.strip(answer));
      }
    }
    return answers;
  }

  /**
   * Returns the last answer, as the rule for GSM8K has it.
   *
   * @param text a written solution
   * @return empty if none is found
   */
  static Optional<String> lastAnswer(String text) {
    List<String> candidates = candidates(text);
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(normalize(candidates.get(candidates.size() - 1)));
  }

  private static void addParts(List<String> answers, String answer, String separator) {
    for (String part : Splitter.on(separator).split(answer)) {
      if (answers.size() > MAX_ANSWERS) {
        return;
      }
      answers.add(PythonText.strip(part));
    }
  }

  private static String normalize(String candidate) {
    String stripped = PythonText.strip(candidate);
    int lineEnd = stripped.indexOf('\n');
    String line = lineEnd < 0 ? stripped : stripped.substring(0, lineEnd);
    String bare = PythonText.stripRight(PythonText.stripLeft(line, ':'), ".");
    return DeepSeekNormalizer.normalize(PythonText.stripRight(bare, "/"));
  }

  private static List<String> candidates(String text) {
    if (text.contains(SENTENCE_START) && text.contains(SENTENCE_END)) {
      String rest = text.substring(text.indexOf(SENTENCE_START) + SENTENCE_START.length());
      int end = rest.indexOf(SENTENCE_END);
      return List.of(end < 0 ? rest : rest.substring(0, end));
    }
    if (text.contains("boxed")) {
      return boxes(text);
    }
    int answer = text.lastIndexOf(ANSWER_IS);
    if (answer >= 0) {
      return List.of(text.substring(answer + ANSWER_IS.length()));
    }
    String output = programOutput(text);
    return output.isEmpty() ? lastNumber(text) : List.of(output);
  }

  /** Every box, up to the brace that ends it, which must stand before the next box. */
  private static List<String> boxes(String text) {
    List<String> bodies = new ArrayList<>();
    int box = text.indexOf(BOX);
    while (box >= 0 && bodies.size() <= MAX_ANSWERS) {
      int from = box + BOX.length();
      int next = text.indexOf(BOX, from);
      box(text, from, next < 0 ? text.length() : next).ifPresent(bodies::add);
      box = next;
    }
    return bodies;
  }

  private static Optional<String> box(String text, int from, int end) {
    int open = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c == '{') {
        open++;
      } else if (c == '}') {
        open--;
        if (open < 0) {
          boolean percent = i + 1 < end && text.charAt(i + 1) == '%';
          return Optional.of(text.substring(from, percent ? i + 1 : i));
        }
      }
    }
    return Optional.empty();
  }

  private static String programOutput(String text) {
    int start = text.lastIndexOf(OUTPUT);
    if (start < 0) {
      return "";
    }
    String rest = text.substring(start + OUTPUT.length());
    int end = rest.indexOf("```");
    return PythonText.strip(end < 0 ? rest : rest.substring(0, end));
  }

  /**
   * The last number, found from its end: numbers stand without a gap after each other where points
   * do, and only the first of such has digits before its point.
   */
  private static List<String> lastNumber(String text) {
    String bare = PythonText.withoutCommas(text);
    int end = bare.length();
    while (end > 0 && !isDigitBefore(bare, end)) {
      end--;
    }
    int start = digitsStart(bare, end);
    if (start == end) {
      return List.of();
    }
    if (start > 0 && bare.charAt(start - 1) == '.') {
      int whole = digitsStart(bare, start - 1);
      boolean continues = whole > 0 && bare.charAt(whole - 1) == '.' && whole < start - 1;
      start = continues ? start - 1 : whole;
    }
    return List.of(
        bare.substring(start > 0 && bare.charAt(start - 1) == '-' ? start - 1 : start, end));
  }

  private static int digitsStart(String text, int end) {
    int start = end;
    while (start > 0 && isDigitBefore(text, start)) {
      start -= Character.charCount(text.codePointBefore(start));
    }
    return start;
  }

  private static boolean isDigitBefore(String text, int end) {
    return Character.isDigit(text.codePointBefore(end));
  }
}
