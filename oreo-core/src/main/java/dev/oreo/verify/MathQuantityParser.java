package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Based;
import dev.oreo.verify.MathAnswer.Quantity;
import dev.oreo.verify.MathAnswer.Text;
import dev.oreo.verify.MathAnswer.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one quantity with its unit, a number in a base, a time, or words. */
final class MathQuantityParser {
  private static final Set<String> CURRENCY = Set.of("$", "€", "£", "¥", "₹", "¢");
  private static final Set<String> ABOUT =
      Set.of("approximately", "about", "roughly", "around", "only", "exactly", "is");
  private static final int MINUTES = 60;

  private final WorkBudget budget;

  MathQuantityParser(WorkBudget budget) {
    this.budget = budget;
  }

  static Quantity of(Expression value) {
    return new Quantity(value, false, false, Optional.empty());
  }

  /**
   * Returns what tokens without separators and relations mean.
   *
   * @param tokens at least one
   * @return a quantity, a number in a base, a time or words
   * @throws MathSyntaxException if they are none of these
   */
  MathAnswer quantity(List<MathToken> tokens) {
    return based(tokens)
        .or(() -> time(tokens))
        .or(() -> choice(tokens))
        .or(() -> residue(tokens))
        .orElseGet(() -> measured(tokens));
  }

  /** A value with what stands before and behind it, or words. */
  private MathAnswer measured(List<MathToken> tokens) {
    List<MathToken> rest = new ArrayList<>(tokens);
    StringBuilder unit = new StringBuilder();
    currencyBefore(rest, unit);
    wordsBefore(rest);
    Marks marks = marksBehind(rest, unit);
    boolean words = tokens.stream().anyMatch(MathToken::isWord);
    Optional<String> name = MathUnits.unit(unit.toString(), marks.power());
    boolean letters = rest.stream().allMatch(MathToken::isLetter);
    if (rest.isEmpty() || (words && letters && name.isEmpty())) {
      return words(tokens);
    }
    try {
      Expression value = MathExpressionParser.parse(rest, budget);
      boolean decimal = rest.stream().anyMatch(t -> t.isNumber() && !t.isInteger());
      return new Quantity(marks.times(value), decimal, marks.percent(), name);
    } catch (MathSyntaxException e) {
      if (words) {
        return words(tokens);
      }
      throw e;
    }
  }

  /** {@code 3 \pmod{5}}: the modulus is kept like a unit. */
  private Optional<MathAnswer> residue(List<MathToken> tokens) {
    int at = 0;
    while (at < tokens.size() && !tokens.get(at).isCommand("mod")) {
      at++;
    }
    int end = at > 0 && tokens.get(at - 1).is("(") ? at - 1 : at;
    if (at >= tokens.size() || end == 0) {
      return Optional.empty();
    }
    Expression value = MathExpressionParser.parse(tokens.subList(0, end), budget);
    String modulus = MathToken.words(tokens.subList(at + 1, tokens.size()));
    return Optional.of(new Quantity(value, false, false, Optional.of("mod " + modulus)));
  }

  private MathAnswer words(List<MathToken> tokens) {
    String text = MathToken.words(tokens);
    Optional<Integer> number = tokens.size() == 1 ? MathUnits.number(text) : Optional.empty();
    return number.isPresent() ? of(Expression.of(number.get())) : new Text(text, "");
  }

  /** {@code (D) Diana}, {@code D. Diana} and {@code D Diana}: a letter with its explanation. */
  private static Optional<MathAnswer> choice(List<MathToken> tokens) {
    int at = tokens.get(0).is("(") ? 1 : 0;
    boolean letter = tokens.size() > at + 1 && isCapital(tokens.get(at));
    boolean mark = letter && isMark(tokens.get(at + 1));
    int words = at + (mark ? 2 : 1);
    boolean shape = letter && (at == 0 || mark) && words < tokens.size();
    return shape && tokens.get(words).isWord()
        ? Optional.of(
            new Text(MathToken.words(tokens), MathToken.words(tokens.subList(at, at + 1))))
        : Optional.empty();
  }

  private static boolean isCapital(MathToken token) {
    return token.isLetter()
        && token.text().length() == 1
        && token.text().charAt(0) >= 'A'
        && token.text().charAt(0) <= 'J';
  }

  private static boolean isMark(MathToken token) {
    return token.is(".") || token.is(")") || token.is(":");
  }

  private static Optional<MathAnswer> based(List<MathToken> tokens) {
    int mark = 0;
    StringBuilder digits = new StringBuilder();
    while (mark < tokens.size()
        && (tokens.get(mark).isNumber() || isDigitLetter(tokens.get(mark)))) {
      digits.append(tokens.get(mark++).text());
    }
    boolean number = digits.chars().anyMatch(c -> c >= '0' && c <= '9');
    if (!number || mark >= tokens.size() || !tokens.get(mark).is("_")) {
      return Optional.empty();
    }
    List<MathToken> base =
        tokens.subList(mark + 1, tokens.size()).stream().filter(t -> t.nesting() == 0).toList();
    Optional<Integer> word =
        base.size() == 1 && base.get(0).isWord()
            ? MathUnits.number(base.get(0).text())
            : Optional.empty();
    if (base.size() != 1 || (!base.get(0).isInteger() && word.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Based(
            significant(digits.toString()), word.map(String::valueOf).orElse(base.get(0).text())));
  }

  private static boolean isDigitLetter(MathToken token) {
    return (token.isLetter() || token.isWord()) && token.text().length() == 1;
  }

  /** Without leading zeros, digits above 9 as capital letters. */
  static String significant(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1
        && digits.charAt(zeros) == '0'
        && digits.charAt(zeros + 1) != '.') {
      zeros++;
    }
    return digits.substring(zeros).toUpperCase(Locale.ROOT);
  }

  /** {@code 8:34 p.m.}, {@code 05:00}, {@code 9 a.m.}; {@code 3:5} is a ratio. */
  private static Optional<MathAnswer> time(List<MathToken> tokens) {
    List<Integer> parts = new ArrayList<>();
    int at = 0;
    boolean minutes = true;
    while (at < tokens.size()
        && tokens.get(at).isInteger()
        && tokens.get(at).text().length() <= 2) {
      String digits = tokens.get(at).text();
      parts.add(Integer.valueOf(digits));
      minutes &= at == 0 || (digits.length() == 2 && parts.get(parts.size() - 1) < MINUTES);
      at++;
      if (at >= tokens.size() || !tokens.get(at).is(":")) {
        break;
      }
      at++;
    }
    String half = MathToken.words(tokens.subList(at, tokens.size()));
    boolean named = half.equals("am") || half.equals("pm");
    boolean clock = (parts.size() > 1 && half.isEmpty()) || (named && !parts.isEmpty());
    if (!clock || !minutes || parts.size() > 3 || tokens.get(at - 1).is(":")) {
      return Optional.empty();
    }
    return Optional.of(new Time(parts, named ? half.substring(0, 1) : ""));
  }

  private static void currencyBefore(List<MathToken> tokens, StringBuilder unit) {
    int sign = !tokens.isEmpty() && tokens.get(0).is("-") ? 1 : 0;
    while (tokens.size() > sign && isCurrency(tokens.get(sign))) {
      unit.append(tokens.remove(sign).text());
    }
  }

  private static boolean isCurrency(MathToken token) {
    return token.kind() == MathToken.Kind.SYMBOL && CURRENCY.contains(token.text());
  }

  private static void wordsBefore(List<MathToken> tokens) {
    while (!tokens.isEmpty()
        && tokens.get(0).isWord()
        && ABOUT.contains(tokens.get(0).text().toLowerCase(Locale.ROOT))) {
      tokens.remove(0);
    }
  }

  /**
   * What stands behind a value.
   *
   * @param percent whether a sign of percent does
   * @param multiple of {@code million} and the like
   * @param power raised behind the unit
   */
  private record Marks(boolean percent, long multiple, int power) {
    Expression times(Expression value) {
      return multiple == 1
          ? value
          : new Expression.Product(List.of(value, Expression.of(multiple)));
    }
  }

  /** Takes signs of percent, degrees and currency and words off the end. */
  private static Marks marksBehind(List<MathToken> tokens, StringBuilder unit) {
    boolean percent = false;
    long multiple = 1;
    int power = 1;
    boolean function = tokens.stream().anyMatch(MathQuantityParser::isFunction);
    while (!tokens.isEmpty()) {
      int last = tokens.size() - 1;
      MathToken token = tokens.get(last);
      int raised = raisedUnit(tokens);
      if (raised > 0) {
        power = Integer.parseInt(tokens.get(tokens.size() - (raised == 5 ? 2 : 1)).text());
        tokens.subList(tokens.size() - raised + 1, tokens.size()).clear();
      } else if (token.is("%")) {
        percent = true;
        tokens.remove(last);
      } else if (token.isWord() || isCurrency(token) || (token.is("°") && !function)) {
        for (String word : MathUnits.words(token.text())) {
          multiple *= multiple == 1 ? MathUnits.multiple(word).orElse(1L) : 1;
        }
        unit.insert(0, token.text() + " ");
        tokens.remove(last);
      } else if (token.is(".") || (token.is("*") && last > 0 && isUnitFollowing(unit))) {
        tokens.remove(last);
      } else {
        break;
      }
    }
    return new Marks(percent, multiple, power);
  }

  private static boolean isFunction(MathToken token) {
    return token.kind() == MathToken.Kind.COMMAND
        && MathVocabulary.FUNCTIONS.contains(token.text());
  }

  private static boolean isUnitFollowing(StringBuilder unit) {
    return unit.length() > 0;
  }

  /** How many tokens at the end are words with a raised 2 or 3; 0 if none are. */
  private static int raisedUnit(List<MathToken> tokens) {
    int size = tokens.size();
    if (size > 4 && tokens.get(size - 1).is("}") && tokens.get(size - 3).is("{")) {
      return isRaised(tokens, size - 5, size - 2) ? 5 : 0;
    }
    return size > 2 && isRaised(tokens, size - 3, size - 1) ? 3 : 0;
  }

  private static boolean isRaised(List<MathToken> tokens, int word, int exponent) {
    boolean small =
        tokens.get(exponent).text().equals("2") || tokens.get(exponent).text().equals("3");
    return small && tokens.get(word).isWord() && tokens.get(word + 1).is("^");
  }
}
