package dev.oreo.verify;

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
  private static final Pattern GLUED_ROOT = Pattern.compile("\\\\sqrt(-?+[0-9.a-zA-Z]++)");
  private static final Pattern SPACED_ROOT = spaced("sqrt");
  private static final Pattern GLUED_TANGENT = Pattern.compile("\\\\tan(-?+[0-9.a-zA-Z]++)");
  private static final Pattern SPACED_TANGENT = spaced("tan");

  private DeepSeekNormalizer() {}

  private static Pattern spaced(String command) {
    return Pattern.compile(
        "\\\\" + command + "\\s++(\\w++)$", Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);
  }

  static String normalize(String answer) {
    String text = PythonText.strip(answer).replace("\n", "");
    text = PythonText.stripRight(text, ".").replace("\\!", "");
    text = withoutOuterText(text);
    text = text.replace("tfrac", "frac").replace("dfrac", "frac").replace("cfrac", "frac");
    text = text.replace("\\left", "").replace("\\right", "");
    text = withoutUnits(withoutTrailingText(text));
    text = withoutDecoration(text);
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
    String result = PythonText.strip(text.replace("^{\\circ}", ""));
    result = PythonText.strip(result.replace("^\\circ", ""));
    result = PythonText.strip(METRES.matcher(result).replaceAll(""));
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
    result = result.replace("\\cdot", "").replace("infinity", "\\infty");
    if (!result.contains("\\infty")) {
      result = result.replace("inf", "\\infty");
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
    String result = GLUED_ROOT.matcher(text).replaceAll("\\\\sqrt{$1}");
    result = SPACED_ROOT.matcher(result).replaceAll("\\\\sqrt{$1}");
    result = GLUED_TANGENT.matcher(result).replaceAll("\\\\tan{$1}");
    return SPACED_TANGENT.matcher(result).replaceAll("\\\\tan{$1}");
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
