package dev.oreo.verify;

/**
 * A token of LaTeX as sympy's {@code parse_latex} cuts it.
 *
 * @param kind what it is
 * @param text the name of a command without its backslash, else the characters; the variable of a
 *     differential
 */
record SympyLatexToken(Kind kind, String text) {

  /** What a token is. */
  enum Kind {
    PLUS,
    MINUS,
    TIMES,
    DIVIDE,
    LEFT_PAREN,
    RIGHT_PAREN,
    LEFT_BRACE,
    RIGHT_BRACE,
    LEFT_BRACE_LITERAL,
    RIGHT_BRACE_LITERAL,
    LEFT_BRACKET,
    RIGHT_BRACKET,
    BAR,
    LEFT_BAR,
    RIGHT_BAR,
    LEFT_ANGLE,
    RIGHT_ANGLE,
    LEFT_FLOOR,
    RIGHT_FLOOR,
    LEFT_CEILING,
    RIGHT_CEILING,
    FUNCTION,
    LIMIT,
    APPROACH,
    INTEGRAL,
    BIG_OPERATOR,
    ROOT,
    OVERLINE,
    FRACTION,
    BINOMIAL,
    ITALIC,
    UNDERSCORE,
    CARET,
    DIFFERENTIAL,
    LETTER,
    DIGIT,
    RELATION,
    FACTORIAL,
    QUOTES,
    SYMBOL,
    COMMA,
    POINT,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Whether a factor can begin with this token. */
  boolean startsFactor() {
    return switch (kind) {
      case LEFT_PAREN,
          LEFT_BRACE,
          LEFT_BRACE_LITERAL,
          LEFT_BRACKET,
          BAR,
          LEFT_BAR,
          LEFT_ANGLE,
          LEFT_FLOOR,
          LEFT_CEILING,
          DIFFERENTIAL,
          LETTER,
          DIGIT,
          SYMBOL,
          ITALIC,
          FRACTION,
          BINOMIAL ->
          true;
      default -> startsFunction();
    };
  }

  /** Whether a function that is written with a command of its own begins with this token. */
  boolean startsFunction() {
    return switch (kind) {
      case FUNCTION, LIMIT, INTEGRAL, BIG_OPERATOR, ROOT, OVERLINE -> true;
      default -> false;
    };
  }
}
