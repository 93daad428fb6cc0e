package dev.oreo.verify;

import java.util.Optional;
import java.util.regex.Pattern;

/** What Python's strings and {@code float} do where Java's do something else. */
final class PythonText {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:(?:\\d++(?:_\\d++)*+\\.?+(?:\\d++(?:_\\d++)*+)?+|\\.\\d++(?:_\\d++)*+)"
              + "(?:[eE][+-]?\\d++(?:_\\d++)*+)?+)");
  private static final Pattern NAMED_NUMBER =
      Pattern.compile("[+-]?(?:inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

  private PythonText() {}

  static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r')
        || (c >= 0x1c && c <= ' ')
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  static String strip(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    int end = text.length();
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static String stripLeft(String text, char c) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == c) {
      start++;
    }
    return text.substring(start);
  }

  /** Deletes all characters of a set from the end. */
  static String stripRight(String text, String characters) {
    int end = text.length();
    while (end > 0 && characters.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Deletes all commas. */
  static String withoutCommas(String text) {
    if (text.indexOf(',') < 0) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ',') {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  /** Returns what {@code float(text)} gives; empty if it raises. */
  static Optional<Double> parseFloat(String text) {
    String stripped = strip(text);
    if (hasInnerSign(stripped, '+') || hasInnerSign(stripped, '-')) {
      return Optional.empty();
    }
    if (NUMBER.matcher(stripped).matches()) {
      return Optional.of(Double.parseDouble(stripped.replace("_", "")));
    }
    if (!NAMED_NUMBER.matcher(stripped).matches()) {
      return Optional.empty();
    }
    char last = Character.toLowerCase(stripped.charAt(stripped.length() - 1));
    boolean notANumber = last == 'n';
    if (notANumber) {
      return Optional.of(Double.NaN);
    }
    return Optional.of(
        stripped.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
  }

  /**
   * Whether the first such sign behind the first character is not an exponent's: no number then.
   */
  private static boolean hasInnerSign(String text, char sign) {
    int at = text.indexOf(sign, 1);
    return at > 0 && text.charAt(at - 1) != 'e' && text.charAt(at - 1) != 'E';
  }

  /** Returns whether {@code math.isclose} says so, with its default relative tolerance. */
  static boolean isClose(double a, double b, double absoluteTolerance) {
    if (a == b) {
      return true;
    }
    if (Double.isInfinite(a) || Double.isInfinite(b)) {
      return false;
    }
    double difference = Math.abs(a - b);
    return difference <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
        || difference <= absoluteTolerance;
  }

  /** Returns whether {@code str(int(text))} is the text itself. */
  static boolean isCanonicalInteger(String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    if (digits.isEmpty() || digits.length() > 4_300) {
      return false;
    }
    if (digits.charAt(0) == '0') {
      return text.equals("0");
    }
    return digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
