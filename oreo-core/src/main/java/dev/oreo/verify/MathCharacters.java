package dev.oreo.verify;

import java.text.Normalizer;
import java.util.Map;

/** Unicode characters and doubled backslashes, written the LaTeX way. */
final class MathCharacters {
  private static final Map<Character, String> LATEX =
      Map.ofEntries(
          Map.entry('−', "-"),
          Map.entry('–', "-"),
          Map.entry('—', "-"),
          Map.entry('‐', "-"),
          Map.entry('‑', "-"),
          Map.entry('×', "*"),
          Map.entry('·', "*"),
          Map.entry('∙', "*"),
          Map.entry('⋅', "*"),
          Map.entry('•', "*"),
          Map.entry('÷', "/"),
          Map.entry('⁄', "/"),
          Map.entry('∕', "/"),
          Map.entry('√', "\\sqrt "),
          Map.entry('∛', "\\cbrt "),
          Map.entry('∞', "\\infty "),
          Map.entry('≤', "<="),
          Map.entry('⩽', "<="),
          Map.entry('≥', ">="),
          Map.entry('⩾', ">="),
          Map.entry('≠', "!="),
          Map.entry('∅', "\\emptyset "),
          Map.entry('ℝ', "\\mathbb{R}"),
          Map.entry('ℤ', "\\mathbb{Z}"),
          Map.entry('ℕ', "\\mathbb{N}"),
          Map.entry('ℚ', "\\mathbb{Q}"),
          Map.entry('′', "'"),
          Map.entry('’', "'"),
          Map.entry('º', "°"),
          Map.entry('∠', " "),
          Map.entry('△', " "),
          Map.entry('⟨', "\\langle "),
          Map.entry('⟩', "\\rangle "),
          Map.entry('，', ","),
          Map.entry('（', "("),
          Map.entry('）', ")"),
          Map.entry('：', ":"),
          Map.entry('。', ". "));

  private static final String GREEK = "αβγδεζηθικλμνξπρστυφχψω";
  private static final String[] GREEK_NAMES = {
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"
  };
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ";
  private static final String SUPERSCRIPTS_PLAIN = "0123456789-n";
  private static final String SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
  private static final int HALF_FRACTION_PARTS = 2;

  private MathCharacters() {}

  static String plain(String text) {
    String single = singleBackslashes(text);
    StringBuilder result = new StringBuilder(single.length() + 16);
    int i = 0;
    while (i < single.length()) {
      i =
          SUPERSCRIPTS.indexOf(single.charAt(i)) >= 0
              ? raised(single, i, result)
              : append(single.charAt(i), i, result);
    }
    return result.toString();
  }

  private static int append(char c, int index, StringBuilder result) {
    String latex = LATEX.get(c);
    int greek = GREEK.indexOf(c);
    int subscript = SUBSCRIPTS.indexOf(c);
    if (c < 128 && c >= ' ') {
      result.append(c);
    } else if (latex != null) {
      result.append(latex);
    } else if (greek >= 0) {
      result.append('\\').append(GREEK_NAMES[greek]).append(' ');
    } else if (subscript >= 0) {
      result.append('_').append(subscript);
    } else if ((c >= '¼' && c <= '¾') || (c >= '⅐' && c <= '⅞')) {
      fraction(c, result);
    } else if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b') {
      result.append(' ');
    } else {
      result.append(c);
    }
    return index + 1;
  }

  private static int raised(String text, int start, StringBuilder result) {
    int i = start;
    result.append("^{");
    while (i < text.length() && SUPERSCRIPTS.indexOf(text.charAt(i)) >= 0) {
      result.append(SUPERSCRIPTS_PLAIN.charAt(SUPERSCRIPTS.indexOf(text.charAt(i++))));
    }
    result.append('}');
    return i;
  }

  private static void fraction(char c, StringBuilder result) {
    String parts = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
    int slash = parts.indexOf('⁄');
    if (slash > 0 && parts.length() > HALF_FRACTION_PARTS) {
      result.append("\\frac{").append(parts, 0, slash).append("}{");
      result.append(parts, slash + 1, parts.length()).append('}');
    } else {
      result.append(c);
    }
  }

  /** A backslash that was escaped twice, before a known macro: no new row begins with its name. */
  private static String singleBackslashes(String text) {
    if (!text.contains("\\\\")) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      boolean doubled = text.startsWith("\\\\", i) && !text.startsWith("\\\\\\", i);
      if (doubled && isMacro(text, i + 2)) {
        i++;
      } else if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        result.append('\\');
        i++;
      }
      result.append(text.charAt(i++));
    }
    return result.toString();
  }

  private static boolean isMacro(String text, int start) {
    int end = start;
    while (end < text.length() && end - start < 30 && Character.isLetter(text.charAt(end))) {
      end++;
    }
    if (end == start) {
      return start < text.length() && "%$!,;{}".indexOf(text.charAt(start)) >= 0;
    }
    return end - start > 1 && MathVocabulary.knows(text.substring(start, end));
  }
}
