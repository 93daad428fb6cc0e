package dev.oreo.verify;

import java.util.List;
import java.util.Locale;

/**
 * One piece of a written answer.
 *
 * @param kind what it is
 * @param text the piece itself, in one spelling for all ways to write it
 * @param spaced whether white space stands before it
 */
record MathToken(Kind kind, String text, boolean spaced) {

  /** What a piece is. */
  enum Kind {
    /** Digits with at most one point, separators of thousands removed. */
    NUMBER,
    /** A variable or a constant: one letter, or a name such as {@code pi}. */
    LETTER,
    /** A function or another macro, without its backslash. */
    COMMAND,
    /** Words of prose. */
    WORD,
    /** An operator, a bracket or a separator. */
    SYMBOL
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isCommand(String name) {
    return kind == Kind.COMMAND && text.equals(name);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  boolean isInteger() {
    return kind == Kind.NUMBER && text.indexOf('.') < 0;
  }

  boolean isLetter() {
    return kind == Kind.LETTER;
  }

  /** Returns how the depth of brackets changes behind this token: 1, 0 or -1. */
  int nesting() {
    if (kind != Kind.SYMBOL) {
      return 0;
    }
    return switch (text) {
      case "(", "[", "{", "\\{", "<<" -> 1;
      case ")", "]", "}", "\\}", ">>" -> -1;
      default -> text.startsWith("begin{") ? 1 : text.startsWith("end{") ? -1 : 0;
    };
  }

  /** Returns a text that is the same for answers that differ only in spaces and in markup. */
  static String canonical(List<MathToken> tokens) {
    StringBuilder result = new StringBuilder();
    for (MathToken token : tokens) {
      if (token.isWord()) {
        letters(token.text(), result);
      } else {
        result.append(token.text()).append(' ');
      }
    }
    return result.toString();
  }

  /** Returns the letters and digits only, in lower case. */
  static String words(List<MathToken> tokens) {
    StringBuilder result = new StringBuilder();
    for (MathToken token : tokens) {
      token.text().codePoints().filter(Character::isLetterOrDigit).forEach(result::appendCodePoint);
    }
    return result.toString().toLowerCase(Locale.ROOT);
  }

  private static void letters(String words, StringBuilder target) {
    words
        .codePoints()
        .filter(c -> !Character.isWhitespace(c))
        .forEach(c -> target.appendCodePoint(c).append(' '));
  }
}
