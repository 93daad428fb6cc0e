package dev.oreo.verify;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Optional;

/** The string normalisation of the MATH paper's grader, its order and its quirks. */
final class HendrycksNormalizer {
  private HendrycksNormalizer() {}

  /** Returns the normal form; empty where the original fails with an error. */
  static Optional<String> normalize(String answer) {
    Optional<String> withoutUnits = withoutRightUnits(withoutMarkup(answer));
    if (withoutUnits.isEmpty()) {
      return Optional.empty();
    }
    String text = withoutUnits.get().replace("\\%", "");
    text = text.replace(" .", " 0.").replace("{.", "{0.");
    if (text.isEmpty()) {
      return Optional.of(text);
    }
    if (text.startsWith(".")) {
      text = "0" + text;
    }
    return bracedRoots(withoutShortLeftSide(text))
        .map(roots -> roots.replace(" ", ""))
        .flatMap(HendrycksNormalizer::bracedFractions)
        .map(fractions -> fractions.equals("0.5") ? "\\frac{1}{2}" : fractions)
        .map(HendrycksNormalizer::slashAsFraction);
  }

  private static String withoutMarkup(String answer) {
    return answer
        .replace("\n", "")
        .replace("\\!", "")
        .replace("\\\\", "\\")
        .replace("tfrac", "frac")
        .replace("dfrac", "frac")
        .replace("\\left", "")
        .replace("\\right", "")
        .replace("^{\\circ}", "")
        .replace("^\\circ", "")
        .replace("\\$", "");
  }

  /** What is before the only "\text{ "; the original fails where there are several. */
  private static Optional<String> withoutRightUnits(String text) {
    List<String> parts = Splitter.on("\\text{ ").limit(3).splitToList(text);
    return parts.size() > 2 ? Optional.empty() : Optional.of(parts.get(0));
  }

  /** {@code k = 5} is 5, where the left side has at most two characters. */
  private static String withoutShortLeftSide(String text) {
    List<String> sides = Splitter.on('=').limit(3).splitToList(text);
    boolean shortLeft =
        sides.size() == 2 && sides.get(0).codePointCount(0, sides.get(0).length()) <= 2;
    return shortLeft ? sides.get(1) : text;
  }

  /** {@code \sqrt3} with braces; the original fails where nothing follows the root. */
  private static Optional<String> bracedRoots(String text) {
    List<String> parts = Splitter.on("\\sqrt").splitToList(text);
    StringBuilder result = new StringBuilder(parts.get(0));
    for (String part : parts.subList(1, parts.size())) {
      if (part.isEmpty()) {
        return Optional.empty();
      }
      result.append("\\sqrt");
      if (part.startsWith("{")) {
        result.append(part);
      } else {
        int end = part.offsetByCodePoints(0, 1);
        result.append('{').append(part, 0, end).append('}').append(part, end, part.length());
      }
    }
    return Optional.of(result.toString());
  }

  /**
   * {@code \frac12} with braces. Where one character only follows a fraction the text stays as it
   * was; where none does, the original fails.
   */
  private static Optional<String> bracedFractions(String text) {
    List<String> parts = Splitter.on("\\frac").splitToList(text);
    StringBuilder result = new StringBuilder(parts.get(0));
    for (String part : parts.subList(1, parts.size())) {
      if (part.isEmpty()) {
        return Optional.empty();
      }
      result.append("\\frac");
      if (part.startsWith("{")) {
        result.append(part);
        continue;
      }
      int numerator = part.offsetByCodePoints(0, 1);
      if (numerator == part.length()) {
        return Optional.of(text);
      }
      result.append('{').append(part, 0, numerator).append('}');
      if (part.charAt(numerator) == '{') {
        result.append(part, numerator, part.length());
      } else {
        int denominator = part.offsetByCodePoints(numerator, 1);
        result.append('{').append(part, numerator, denominator).append('}');
        result.append(part, denominator, part.length());
      }
    }
    return Optional.of(result.toString());
  }

  /** {@code 3/4} of two whole numbers in their usual form as a fraction. */
  private static String slashAsFraction(String text) {
    List<String> parts = Splitter.on('/').limit(3).splitToList(text);
    if (parts.size() == 2 && isWholeNumber(parts.get(0)) && isWholeNumber(parts.get(1))) {
      return "\\frac{" + parts.get(0) + "}{" + parts.get(1) + "}";
    }
    return text;
  }

  private static boolean isWholeNumber(String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    boolean leadingZero = digits.startsWith("0") && (digits.length() > 1 || text.startsWith("-"));
    return !digits.isEmpty() && !leadingZero && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
