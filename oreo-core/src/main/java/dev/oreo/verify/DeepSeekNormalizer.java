package dev.oreo.verify;

import com.google.common.base.CharMatcher;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The DeepSeek-Math normal form of an answer: units, spaces, dollar signs and LaTeX's spacing away,
 * fractions and roots with braces.
 *
 * <p>Every step takes time in proportion to the length of the text.
 */
final class DeepSeekNormalizer {
  private static final Pattern METRES = Pattern.compile("\\{[cm]?m\\}(?:\\^[23])?+");
  private static final String MBOX = "\\mbox{";
  private static final String ROOT = "\\sqrt";
  private static final String TANGENT = "\\tan";
  private static final CharMatcher ARGUMENT =
      CharMatcher.inRange('0', '9')
          .or(CharMatcher.inRange('a', 'z'))
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.is('.'))
          .precomputed();
  private static final Pattern SPACED_ROOT = spaced("sqrt");
  private static final Pattern SPACED_TANGENT = spaced("tan");

  private DeepSeekNormalizer() {}

  private static Pattern spaced(String command) {
    return Pattern.compile(
        "\\\\" + command + "\\s++(\\w++)$", Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);
  }

  static String normalize(String answer) {
    String text = PythonText.strip(answer).replace("\n", "");
    text = PythonText.stripRight(text, ".");
    boolean commands = text.indexOf('\\') >= 0;
    text = commands ? withoutOuterText(text.replace("\\!", "")) : text;
    if (text.contains("frac")) {
      text = text.replace("tfrac", "frac").replace("dfrac", "frac").replace("cfrac", "frac");
    }
    if (commands) {
      text = withoutTrailingText(text.replace("\\left", "").replace("\\right", ""));
    }
    text = withoutDecoration(withoutUnits(text));
    text = withoutZeroDecimals(text);
    if (text.isEmpty()) {
      return text;
    }
    if (text.startsWith(".")) {
      text = "0" + text;
    }
    text = withBraces(text).replace(" ", "");
    text = fractionOfSlash(fractionsWithBraces(text));
    return PythonText.stripRight(text, "\\,.");
  }

  private static String withoutOuterText(String text) {
    return text.startsWith("\\text{") && text.endsWith("}")
        ? text.substring("\\text{".length(), text.length() - 1)
        : text;
  }

  /**
   * Deletes all from the first {@code \text} on, if a brace ends the whole and if anything remains.
   */
  private static String withoutTrailingText(String text) {
    int start = text.indexOf("\\text{");
    boolean found = start >= 0 && text.endsWith("}") && start + 6 <= text.length() - 1;
    String kept = PythonText.strip(found ? text.substring(0, start) : text);
    return kept.isEmpty() ? text : kept;
  }

  private static String withoutUnits(String text) {
    String result = PythonText.strip(text);
    if (result.contains("\\circ")) {
      result = PythonText.strip(result.replace("^{\\circ}", ""));
      result = PythonText.strip(result.replace("^\\circ", ""));
    }
    if (result.contains("m}")) {
      result = PythonText.strip(METRES.matcher(result).replaceAll(""));
    }
    if (result.endsWith("p.m.")) {
      result = PythonText.strip(result.substring(0, result.length() - 4));
    }
    return PythonText.strip(withoutTons(result));
  }

  private static String withoutTons(String text) {
    if (!text.endsWith("t")) {
      return text;
    }
    int end = text.length() - 1;
    while (end > 0 && PythonText.isSpace(text.charAt(end - 1))) {
      end--;
    }
    boolean afterDigit = end > 0 && Character.isDigit(text.charAt(end - 1));
    return afterDigit ? text.substring(0, end) : text;
  }

  private static String withoutDecoration(String text) {
    String result = text.replace("\\$", "").replace("$", "").replace("x\\in", "");
    result = result.replace("\\%", "%").replace(" .", " 0.").replace("{.", "{0.");
    result = result.replace("\\cdot", "");
    if (result.contains("inf")) {
      result = result.replace("infinity", "\\infty");
      result = result.contains("\\infty") ? result : result.replace("inf", "\\infty");
    }
    result = result.replace("+\\inity", "\\infty").replace("\\mathbf", "").replace("\\mathrm", "");
    result = withoutBoxes(result);
    boolean electrical = result.indexOf('j') >= 0 && result.indexOf('i') < 0;
    return electrical ? result.replace('j', 'i') : result;
  }

  private static String withoutBoxes(String text) {
    StringBuilder result = new StringBuilder();
    int start = 0;
    int box = text.indexOf(MBOX);
    while (box >= 0) {
      int end = text.indexOf('}', box);
      if (end < 0) {
        break;
      }
      result.append(text, start, box);
      start = end + 1;
      box = text.indexOf(MBOX, start);
    }
    return result.append(text, start, text.length()).toString();
  }

  /** Deletes a point and zeros between a digit and something that is no digit, or at the end. */
  private static String withoutZeroDecimals(String text) {
    if (!text.contains(".0")) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    int start = 0;
    for (int i = 1; i < text.length(); i++) {
      int end = i > start ? zerosEnd(text, i) : -1;
      if (end >= 0 && end < text.length()) {
        result.append(text, start, i).append(text.charAt(end));
        start = end + 1;
        i = end;
      }
    }
    String inner = result.append(text, start, text.length()).toString();
    int point = inner.lastIndexOf('.');
    boolean zeros = point > 0 && zerosEnd(inner, point) == inner.length();
    return zeros ? inner.substring(0, point) : inner;
  }

  /** Returns where the zeros after a point end, -1 if they are no zero decimals of a number. */
  private static int zerosEnd(String text, int point) {
    if (text.charAt(point) != '.' || !Character.isDigit(text.charAt(point - 1))) {
      return -1;
    }
    int end = point + 1;
    while (end < text.length() && text.charAt(end) == '0') {
      end++;
    }
    boolean zeros = end > point + 1;
    boolean digitFollows = end < text.length() && Character.isDigit(text.charAt(end));
    return zeros && !digitFollows ? end : -1;
  }

  private static String withBraces(String text) {
    String result = withBraces(text, ROOT, SPACED_ROOT);
    return withBraces(result, TANGENT, SPACED_TANGENT);
  }

  private static String withBraces(String text, String command, Pattern spaced) {
    if (!text.contains(command)) {
      return text;
    }
    String glued = withGluedBraces(text, command);
    int tail = glued.lastIndexOf(command);
    return glued.substring(0, tail)
        + spaced
            .matcher(glued.substring(tail))
            .replaceAll(match -> Matcher.quoteReplacement(command + "{" + match.group(1) + "}"));
  }

  /** Braces around letters, digits and points, with or without a minus, right behind a command. */
  private static String withGluedBraces(String text, String command) {
    StringBuilder result = new StringBuilder();
    int start = 0;
    int at = text.indexOf(command);
    while (at >= 0) {
      int from = at + command.length();
      int end = argumentEnd(text, from);
      if (end > from) {
        result.append(text, start, from).append('{').append(text, from, end).append('}');
        start = end;
      }
      at = text.indexOf(command, end);
    }
    return result.append(text, start, text.length()).toString();
  }

  private static int argumentEnd(String text, int from) {
    int digits = from < text.length() && text.charAt(from) == '-' ? from + 1 : from;
    int end = digits;
    while (end < text.length() && ARGUMENT.matches(text.charAt(end))) {
      end++;
    }
    return end == digits ? from : end;
  }

  /** {@code \frac12} gets braces; a fraction of fewer than two characters leaves all as it is. */
  private static String fractionsWithBraces(String text) {
    StringBuilder result = new StringBuilder();
    int start = 0;
    int command = text.indexOf("\\frac");
    while (command >= 0) {
      int from = command + "\\frac".length();
      int next = text.indexOf("\\frac", from);
      int end = next < 0 ? text.length() : next;
      result.append(text, start, from);
      start = from;
      if (from >= end || text.charAt(from) != '{') {
        if (text.codePointCount(from, end) < 2) {
          return text;
        }
        start = appendShortFraction(text, from, result);
      }
      command = next;
    }
    return result.append(text, start, text.length()).toString();
  }

  private static int appendShortFraction(String text, int from, StringBuilder result) {
    int middle = text.offsetByCodePoints(from, 1);
    int end = text.offsetByCodePoints(middle, 1);
    result.append('{').append(text, from, middle).append('}');
    if (text.charAt(middle) == '{') {
      result.append('{');
    } else {
      result.append('{').append(text, middle, end).append('}');
    }
    return end;
  }

  private static String fractionOfSlash(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
      return text;
    }
    String above = text.substring(0, slash);
    String below = text.substring(slash + 1);
    boolean simple = isRootOrInteger(above) && isRootOrInteger(below);
    return simple ? "\\frac{" + above + "}{" + below + "}" : text;
  }

  private static boolean isRootOrInteger(String text) {
    return text.contains("sqrt") || PythonText.isCanonicalInteger(text);
  }
}
