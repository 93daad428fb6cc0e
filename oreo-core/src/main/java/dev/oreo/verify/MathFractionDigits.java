package dev.oreo.verify;

import java.util.Optional;

/**
 * The arguments of a {@code \frac} macro, where both are written in digits.
 *
 * @param numerator its digits, empty if it is something else
 * @param denominator its digits, empty if it is something else
 * @param tokens how many tokens both take
 */
record MathFractionDigits(String numerator, String denominator, int tokens) {
  private static final MathFractionDigits NONE = new MathFractionDigits("", "", 0);

  /** Reads ahead without moving the cursor. */
  static MathFractionDigits at(MathCursor cursor, int ahead) {
    Optional<MathToken> first = cursor.peek(ahead);
    if (first.isEmpty()) {
      return NONE;
    }
    if (first.get().isInteger()) {
      return undelimited(cursor, first.get().text(), ahead);
    }
    String numerator = braced(cursor, ahead);
    if (numerator.isEmpty()) {
      return NONE;
    }
    String denominator = braced(cursor, ahead + 3);
    if (!denominator.isEmpty()) {
      return new MathFractionDigits(numerator, denominator, 6);
    }
    String digit =
        cursor.peek(ahead + 3).filter(MathToken::isInteger).map(MathToken::text).orElse("");
    return digit.length() == 1 ? new MathFractionDigits(numerator, digit, 4) : NONE;
  }

  /** {@code \frac12}, {@code \frac1{72}} and {@code \frac 3 8}. */
  private static MathFractionDigits undelimited(MathCursor cursor, String digits, int ahead) {
    if (digits.length() == 2) {
      return new MathFractionDigits(digits.substring(0, 1), digits.substring(1), 1);
    }
    if (digits.length() > 2) {
      return NONE;
    }
    String denominator = braced(cursor, ahead + 1);
    if (!denominator.isEmpty()) {
      return new MathFractionDigits(digits, denominator, 4);
    }
    String second =
        cursor.peek(ahead + 1).filter(MathToken::isInteger).map(MathToken::text).orElse("");
    return second.length() == 1 ? new MathFractionDigits(digits, second, 2) : NONE;
  }

  private static String braced(MathCursor cursor, int ahead) {
    boolean open = cursor.peek(ahead).filter(t -> t.is("{")).isPresent();
    boolean close = cursor.peek(ahead + 2).filter(t -> t.is("}")).isPresent();
    return open && close
        ? cursor.peek(ahead + 1).filter(MathToken::isInteger).map(MathToken::text).orElse("")
        : "";
  }
}
