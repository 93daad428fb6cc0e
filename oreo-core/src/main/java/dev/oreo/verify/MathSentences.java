package dev.oreo.verify;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.oreo.verify.MathBoxes.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sentences, formulas and numbers in the text of a solution. */
final class MathSentences {
  private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
  private static final CharMatcher NUMERIC = DIGIT.or(CharMatcher.anyOf(".,/"));
  private static final CharMatcher LETTER =
      CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));
  private static final CharMatcher EDGES = CharMatcher.whitespace().or(CharMatcher.anyOf("*:.,;`"));
  private static final Set<String> VERDICTS = Set.of("yes", "no", "true", "false");
  private static final int MAX_POINT = 60;
  private static final int MAX_NAME = 3;
  private static final int MAX_SUBJECT = 120;

  private MathSentences() {}

  /** Returns the text from a place to the end of the sentence or of the paragraph. */
  static String from(String text, int start, int limit) {
    int end = Math.min(text.length(), start + limit);
    boolean formula = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      formula ^= c == '$' && text.charAt(i - 1) != '\\';
      boolean stop = c == '.' && (i + 1 == text.length() || isSpace(text.charAt(i + 1)));
      boolean line = c == '\n' && DIGIT.matchesAnyOf(text.substring(start, i));
      boolean paragraph = text.startsWith("\n\n", i) && !isUnfinished(text.substring(start, i));
      if (!formula && ((stop && i > start) || paragraph || line)) {
        return text.substring(start, i);
      }
    }
    return text.substring(start, end);
  }

  private static boolean isUnfinished(String sentence) {
    String said = CharMatcher.whitespace().or(CharMatcher.anyOf("*:")).trimFrom(sentence);
    return said.isEmpty() || said.equals("is") || said.endsWith(" is");
  }

  /** Returns yes, no, true or false if a sentence says just this or says it first. */
  static Optional<String> verdict(String sentence) {
    String first = candidates(sentence).stream().findFirst().orElse("");
    int end = 0;
    while (end < first.length() && LETTER.matches(first.charAt(end))) {
      end++;
    }
    String word = first.substring(0, end);
    return VERDICTS.contains(Ascii.toLowerCase(word)) ? Optional.of(word) : Optional.empty();
  }

  /** Returns whether what follows "answer" tells it, and does not only speak of answers. */
  static boolean says(String sentence) {
    String start = sentence.substring(0, Math.min(sentence.length(), MAX_SUBJECT));
    return start.contains(":")
        || start.contains("=")
        || start.contains(" is ")
        || start.contains(" is\n")
        || start.contains(" are ")
        || start.startsWith("s ")
        || start.stripLeading().startsWith("$")
        || start.stripLeading().startsWith("\\");
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c);
  }

  /** Returns what may be the answer in a sentence such as {@code ": the largest n is 34"}. */
  static List<String> candidates(String sentence) {
    List<String> candidates = new ArrayList<>();
    String rest = EDGES.trimFrom(sentence);
    boolean said = rest.startsWith("is ") || rest.startsWith("is:");
    candidates.add(EDGES.trimFrom(said ? rest.substring(2) : rest));
    for (String word : List.of(" is ", " is: ", " are ", ": ")) {
      int at = rest.lastIndexOf(word);
      if (at >= 0) {
        candidates.add(EDGES.trimFrom(rest.substring(at + word.length())));
      }
    }
    return candidates.stream().filter(c -> !c.isEmpty() && !startsProse(c)).distinct().toList();
  }

  private static boolean startsProse(String candidate) {
    int end = 0;
    while (end < candidate.length()
        && candidate.charAt(end) >= 'a'
        && candidate.charAt(end) <= 'z') {
      end++;
    }
    return end > 1
        && candidate.startsWith(" ", end)
        && !MathVocabulary.isPlainName(candidate.substring(0, end));
  }

  /** Returns whether a candidate begins with the letter of a multiple choice. */
  static boolean isChoice(String candidate) {
    String inner = candidate.startsWith("(") ? candidate.substring(1) : candidate;
    return inner.length() > 1
        && inner.charAt(0) >= 'A'
        && inner.charAt(0) <= 'H'
        && ").:".indexOf(inner.charAt(1)) >= 0;
  }

  /** Returns the words of a sentence if they are few enough to be a name. */
  static Optional<String> name(String sentence) {
    for (String candidate : candidates(sentence)) {
      int comma = candidate.indexOf(',');
      String name = comma < 0 ? candidate : candidate.substring(0, comma);
      if (MathUnits.words(name).iterator().hasNext()
          && CharMatcher.whitespace().countIn(name) < MAX_NAME
          && name.length() < MAX_POINT) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** Returns where the last number begins that is in no formula and in no name, or -1. */
  static int lastNumber(String text, List<Span> formulas) {
    int formula = formulas.size() - 1;
    int i = text.length() - 1;
    while (i >= 0) {
      if (formula >= 0 && i < formulas.get(formula).end()) {
        i = formulas.get(formula--).start() - 1;
      } else if (DIGIT.matches(text.charAt(i))) {
        int start = start(text, i);
        boolean name = start > 0 && LETTER.matches(text.charAt(start - 1));
        if (!name) {
          return start;
        }
        i = start - 1;
      } else {
        i--;
      }
    }
    return -1;
  }

  private static int start(String text, int lastDigit) {
    int start = lastDigit;
    while (start > 0 && NUMERIC.matches(text.charAt(start - 1))) {
      start--;
    }
    while (",/".indexOf(text.charAt(start)) >= 0 || !isNumberStart(text, start)) {
      start++;
    }
    return start;
  }

  private static boolean isNumberStart(String text, int start) {
    return DIGIT.matches(text.charAt(start))
        || (text.charAt(start) == '.'
            && start + 1 < text.length()
            && DIGIT.matches(text.charAt(start + 1)));
  }

  /** Returns the number at a place with its sign and percent, or the point it is part of. */
  static String number(String text, int start) {
    int end = start;
    while (end < text.length() && NUMERIC.matches(text.charAt(end))) {
      end++;
    }
    String digits = CharMatcher.anyOf(".,/").trimTrailingFrom(text.substring(start, end));
    end = start + digits.length();
    Optional<String> point = point(text, start, end);
    if (point.isPresent()) {
      return point.get();
    }
    boolean minus =
        start > 0
            && "-−".indexOf(text.charAt(start - 1)) >= 0
            && (start == 1 || !Character.isLetterOrDigit(text.charAt(start - 2)));
    String behind =
        CharMatcher.anyOf("\\ ")
            .trimLeadingFrom(text.substring(end, Math.min(text.length(), end + 12)));
    boolean percent = behind.startsWith("%") || behind.startsWith("percent");
    return (minus ? "-" : "") + digits + (percent ? "%" : "");
  }

  /** {@code (7, 6)} in plain text. */
  private static Optional<String> point(String text, int start, int end) {
    if (end >= text.length() || ")]".indexOf(text.charAt(end)) < 0) {
      return Optional.empty();
    }
    for (int i = start - 1; i >= Math.max(0, start - MAX_POINT); i--) {
      char c = text.charAt(i);
      if (c == '(' || c == '[') {
        String point = text.substring(i, end + 1);
        return point.indexOf(',') > 0 ? Optional.of(point) : Optional.empty();
      }
      if (!NUMERIC.matches(c) && " -−".indexOf(c) < 0) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
