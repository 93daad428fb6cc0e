package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.verify.SympyLatexToken.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.math3.fraction.BigFraction;

/** Numbers, variables, fractions and binomials of {@link SympyLatexParser}. */
final class SympyLatexAtoms {
  /** Function whose call stands for a number that is refused. */
  static final String REFUSED = "\\refused";

  private static final int MAX_DIGITS = 4_300;
  private static final Pattern ZEROS = Pattern.compile("0++");

  private final SympyLatexParser parser;
  private final SympyLatexCursor cursor;

  SympyLatexAtoms(SympyLatexParser parser, SympyLatexCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  Expression atom() {
    return switch (cursor.peek().kind()) {
      case LETTER, SYMBOL -> variable(name());
      case DIGIT -> number();
      case DIFFERENTIAL -> new Expression.Symbol("d" + cursor.take().text());
      case ITALIC -> italic();
      case FRACTION -> fraction();
      case BINOMIAL -> binomial();
      case LEFT_ANGLE -> new Expression.Call("\\bra", List.of(bra()));
      case LEFT_BAR -> new Expression.Call("\\ket", List.of(parser.enclosed(Kind.RIGHT_ANGLE)));
      default -> throw cursor.mismatch();
    };
  }

  /**
   * A name with its index and primes.
   *
   * @param letters the name without them
   * @param index such as <code>_{1}</code>, empty if there is none
   * @param primes empty if there are none
   * @param command whether it was written with a backslash
   */
  record Name(String letters, String index, String primes, boolean command) {
    String full() {
      return letters + index + primes;
    }
  }

  /** Takes a letter or command, with what belongs to it. */
  Name name() {
    SympyLatexToken token = cursor.take();
    String primes = primes();
    String index = "";
    if (cursor.at(Kind.UNDERSCORE)) {
      index = "_{" + SympyText.of(script(Kind.UNDERSCORE)) + "}";
      primes = primes.isEmpty() ? primes() : primes;
    }
    return new Name(token.text(), index, primes, token.is(Kind.SYMBOL));
  }

  private String primes() {
    return cursor.at(Kind.QUOTES) ? cursor.take().text() : "";
  }

  static Expression variable(Name name) {
    if (!name.command()) {
      return new Expression.Symbol(name.full());
    }
    if (name.letters().equals("infty")) {
      return Expression.Constant.INFINITY;
    }
    return new Expression.Symbol(name.letters() + name.index());
  }

  /** An index or exponent: an atom, or anything in braces. */
  Expression script(Kind sign) {
    cursor.expect(sign);
    return cursor.at(Kind.LEFT_BRACE)
        ? parser.enclosed(Kind.RIGHT_BRACE)
        : cursor.deeper(this::atom);
  }

  /** An index or exponent that is a number of several digits, and leaves the last one. */
  Expression shortScript(Kind sign) {
    cursor.expect(sign);
    int run = digitsAhead(0);
    if (cursor.peek(run).is(Kind.UNDERSCORE)) {
      throw SympyParseException.refusal("an index after a number");
    }
    StringBuilder digits = new StringBuilder();
    takeDigits(digits, run - 1);
    return number(digits.toString());
  }

  /**
   * A number. A point without a digit after it breaks it into its digits, of which the last cannot
   * be read; a number with two points ends before the last digit between them.
   */
  private Expression number() {
    StringBuilder digits = new StringBuilder();
    int run = digitsAhead(0);
    if (isBroken(run)) {
      takeDigits(digits, Math.min(1, run - 1));
      return number(digits.toString());
    }
    takeDigits(digits, run);
    while (cursor.at(Kind.COMMA) && digitsAhead(1, 3) == 3 && !isBroken(4)) {
      cursor.take();
      takeDigits(digits, 3);
    }
    if (cursor.at(Kind.POINT) && cursor.peek(1).is(Kind.DIGIT)) {
      digits.append(cursor.take().text());
      takeDigits(digits, decimals(digitsAhead(0)));
    }
    return number(digits.toString());
  }

  private int decimals(int run) {
    if (run < 2 || !cursor.peek(run).is(Kind.POINT)) {
      return run;
    }
    return isBroken(run) ? 1 : run - 1;
  }

  private void takeDigits(StringBuilder digits, int count) {
    if (count == 0) {
      throw cursor.mismatch();
    }
    for (int i = 0; i < count; i++) {
      digits.append(cursor.take().text());
    }
  }

  private int digitsAhead(int from) {
    return digitsAhead(from, Integer.MAX_VALUE);
  }

  private int digitsAhead(int from, int limit) {
    int count = 0;
    while (count < limit && cursor.peek(from + count).is(Kind.DIGIT)) {
      count++;
    }
    return count;
  }

  private boolean isBroken(int ahead) {
    return cursor.peek(ahead).is(Kind.POINT) && !cursor.peek(ahead + 1).is(Kind.DIGIT);
  }

  /** Whether a token is a digit that a point without a decimal breaks. */
  boolean isBrokenDigit(int ahead) {
    return cursor.peek(ahead).is(Kind.DIGIT) && isBroken(ahead + 1);
  }

  /**
   * An exact number of digits and at most one point. As in Python a whole number has no leading
   * zeros and no more than 4,300 digits: the text that has one is refused if it is part of what is
   * read in the end.
   */
  static Expression number(String decimal) {
    boolean whole = decimal.indexOf('.') < 0;
    boolean leadingZero = whole && decimal.startsWith("0") && !ZEROS.matcher(decimal).matches();
    if (leadingZero || decimal.length() > MAX_DIGITS) {
      return new Expression.Call(REFUSED, List.of());
    }
    BigDecimal value = new BigDecimal(decimal);
    BigFraction unscaled = new BigFraction(value.unscaledValue());
    return Expression.of(unscaled.divide(BigInteger.TEN.pow(value.scale())));
  }

  private Expression italic() {
    cursor.take();
    cursor.expect(Kind.LEFT_BRACE);
    StringBuilder letters = new StringBuilder();
    while (cursor.at(Kind.LETTER)) {
      letters.append(cursor.take().text());
    }
    cursor.expect(Kind.RIGHT_BRACE);
    return new Expression.Symbol(letters.toString());
  }

  Expression fraction() {
    cursor.take();
    Expression above = digitOrBraces();
    Expression below = digitOrBraces();
    return above.over(below);
  }

  private Expression digitOrBraces() {
    if (cursor.at(Kind.DIGIT)) {
      return number(cursor.take().text());
    }
    if (!cursor.at(Kind.LEFT_BRACE)) {
      throw cursor.mismatch();
    }
    return parser.enclosed(Kind.RIGHT_BRACE);
  }

  private Expression binomial() {
    cursor.take();
    Expression n = braces();
    Expression k = braces();
    return new Expression.Call("binomial", List.of(n, k));
  }

  /** An expression in braces, which must be there. */
  Expression braces() {
    if (!cursor.at(Kind.LEFT_BRACE)) {
      throw cursor.mismatch();
    }
    return parser.enclosed(Kind.RIGHT_BRACE);
  }

  private Expression bra() {
    cursor.take();
    return cursor.enclosed(
        true,
        () -> {
          Expression inner = parser.sum();
          if (!cursor.takeIf(Kind.RIGHT_BAR)) {
            cursor.expect(Kind.BAR);
          }
          return inner;
        });
  }
}
