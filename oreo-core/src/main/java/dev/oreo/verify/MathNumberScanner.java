package dev.oreo.verify;

import com.google.common.base.CharMatcher;
import java.util.List;

/** Reads one number in digits, with separators of thousands, a decimal point and an exponent. */
final class MathNumberScanner {
  private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
  private static final int GROUP = 3;

  private static final List<String> REPEATING = List.of("\\overline{", "\\bar{", "\\dot{");

  private final String text;
  private final int end;
  private final String number;

  /**
   * Reads the number at a place where {@link #startsAt} says there is one.
   *
   * @param text the whole text
   * @param start where it starts
   * @param commas whether a bare comma separates thousands
   */
  MathNumberScanner(String text, int start, boolean commas) {
    this.text = text;
    StringBuilder digits = new StringBuilder();
    int position = digits(start, digits);
    if (digits.length() > 0 && digits.length() <= GROUP && digits.charAt(0) != '0') {
      position = groups(position, digits, commas);
    }
    if (isPoint(position)) {
      digits.append('.');
      position = digits(position + 1, digits);
    }
    int repeated = repeated(position, digits);
    position = repeated > position ? repeated : exponent(position, digits);
    this.end = position;
    this.number = digits.charAt(0) == '.' ? "0" + digits : digits.toString();
  }

  static boolean startsAt(String text, int position) {
    char c = text.charAt(position);
    return DIGIT.matches(c)
        || (c == '.' && position + 1 < text.length() && DIGIT.matches(text.charAt(position + 1)));
  }

  int end() {
    return end;
  }

  String number() {
    return number;
  }

  private int digits(int start, StringBuilder target) {
    int position = start;
    while (position < text.length() && DIGIT.matches(text.charAt(position))) {
      target.append(text.charAt(position++));
    }
    return position;
  }

  private int groups(int start, StringBuilder digits, boolean commas) {
    int position = start;
    int next = afterSeparator(position, commas);
    while (next > position && isGroup(next)) {
      digits.append(text, next, next + GROUP);
      position = next + GROUP;
      next = afterSeparator(position, commas);
    }
    return position;
  }

  /**
   * A comma in braces, or one with a small space behind or before it, a small space or one blank
   * alone, or, if they are allowed, a bare comma.
   */
  private int afterSeparator(int position, boolean commas) {
    int next = blanks(position);
    boolean spaced = next > position;
    boolean small = smallSpace(position, next);
    boolean braced = text.startsWith("{", next);
    int comma = braced ? blanks(next + 1) : next;
    if (!text.startsWith(",", comma)) {
      return spaced && (small || next == position + 1) ? next : position;
    }
    int behind = blanks(comma + 1);
    if (braced) {
      return text.startsWith("}", behind) ? blanks(behind + 1) : position;
    }
    boolean certain = small || smallSpace(comma + 1, behind);
    boolean bare = commas && !spaced && behind == comma + 1;
    return certain || bare ? behind : position;
  }

  /** Skips white space and macros of small spaces. */
  private int blanks(int start) {
    int position = start;
    while (position < text.length()) {
      boolean macro = isSmallSpace(position);
      if (!macro && text.charAt(position) != ' ') {
        return position;
      }
      position += macro ? 2 : 1;
    }
    return position;
  }

  private boolean isSmallSpace(int position) {
    return text.startsWith("\\!", position) || text.startsWith("\\,", position);
  }

  private boolean smallSpace(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\\') {
        return true;
      }
    }
    return false;
  }

  private boolean isGroup(int start) {
    return start + GROUP <= text.length()
        && DIGIT.matchesAllOf(text.substring(start, start + GROUP))
        && (start + GROUP == text.length() || !DIGIT.matches(text.charAt(start + GROUP)));
  }

  private boolean isPoint(int position) {
    return position + 1 < text.length()
        && text.charAt(position) == '.'
        && DIGIT.matches(text.charAt(position + 1));
  }

  /** {@code \overline{6}} behind a decimal point: its digits are added in brackets. */
  private int repeated(int start, StringBuilder digits) {
    boolean point = digits.indexOf(".") < 0 && text.startsWith(".", start);
    int mark = start + (point ? 1 : 0);
    for (String macro : REPEATING) {
      if (text.startsWith(macro, mark) && (point || digits.indexOf(".") >= 0)) {
        StringBuilder repeated = new StringBuilder();
        int behind = digits(mark + macro.length(), repeated);
        if (repeated.length() > 0 && text.startsWith("}", behind)) {
          digits.append(point ? "." : "").append('(').append(repeated).append(')');
          return behind + 1;
        }
      }
    }
    return start;
  }

  /** {@code e5} and {@code E-5} directly behind digits, if no letter follows. */
  private int exponent(int start, StringBuilder digits) {
    if (start >= text.length() || "eE".indexOf(text.charAt(start)) < 0) {
      return start;
    }
    int position = start + 1;
    StringBuilder exponent = new StringBuilder("E");
    if (position < text.length() && "+-".indexOf(text.charAt(position)) >= 0) {
      exponent.append(text.charAt(position++));
    }
    int digitsStart = exponent.length();
    position = digits(position, exponent);
    boolean bare = digitsStart == 1 && text.charAt(start) == 'e';
    boolean letterFollows = position < text.length() && Character.isLetter(text.charAt(position));
    int count = exponent.length() - digitsStart;
    if (count == 0 || count > GROUP || (bare && digits.indexOf(".") < 0) || letterFollows) {
      return start;
    }
    digits.append(exponent);
    return position;
  }
}
