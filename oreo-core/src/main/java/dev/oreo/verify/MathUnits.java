package dev.oreo.verify;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units of measurement by the words they are written with. */
final class MathUnits {
  private static final Splitter WORDS =
      Splitter.on(CharMatcher.whitespace().or(CharMatcher.anyOf(".,-~"))).omitEmptyStrings();

  /** Names of one unit each, the canonical one first. */
  private static final List<String> UNITS =
      List.of(
          "cm centimeter centimetre",
          "mm millimeter millimetre",
          "m meter metre",
          "km kilometer kilometre",
          "in inch",
          "ft foot feet",
          "yd yard",
          "mi mile",
          "g gm gram gramme",
          "mg milligram",
          "kg kilogram",
          "oz ounce",
          "lb pound",
          "l liter litre",
          "ml milliliter millilitre",
          "gal gallon",
          "qt quart",
          "pt pint",
          "cup",
          "acre",
          "s sec second",
          "min minute",
          "h hr hour",
          "day",
          "week",
          "month",
          "yr year",
          "deg degree °",
          "rad radian",
          "dollar usd buck $",
          "cent ¢",
          "euro eur €",
          "yuan rmb",
          "yen ¥",
          "rupee ₹",
          "£",
          "mph",
          "kph",
          "hz hertz",
          "joule",
          "watt",
          "newton",
          "volt",
          "ohm");

  private static final Map<String, String> NAMES = names();
  private static final Set<String> PERCENT = Set.of("percent", "pct", "percentage", "percents");
  private static final Set<String> CLEAR = Set.of("cm", "mm", "km", "kg", "ft", "hr");
  private static final Map<String, Long> MULTIPLES =
      Map.of(
          "hundred", 100L,
          "thousand", 1_000L,
          "million", 1_000_000L,
          "billion", 1_000_000_000L,
          "trillion", 1_000_000_000_000L);
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("zero", 0),
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("thirteen", 13),
          Map.entry("fourteen", 14),
          Map.entry("fifteen", 15),
          Map.entry("sixteen", 16),
          Map.entry("seventeen", 17),
          Map.entry("eighteen", 18),
          Map.entry("nineteen", 19),
          Map.entry("twenty", 20));

  private MathUnits() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String unit : UNITS) {
      String canonical = WORDS.splitToList(unit).get(0);
      WORDS.split(unit).forEach(word -> names.put(word, canonical));
    }
    return Map.copyOf(names);
  }

  /**
   * Returns the unit that some words name.
   *
   * @param words such as {@code square inches}
   * @param exponent such as 2 for words that are followed by a raised 2
   * @return such as {@code in^2}; empty if no known unit is among them
   */
  static Optional<String> unit(String words, int exponent) {
    int power = exponent;
    boolean per = false;
    StringBuilder found = new StringBuilder();
    for (String word : WORDS.split(words.toLowerCase(Locale.ROOT))) {
      switch (word) {
        case "square", "sq" -> power = 2;
        case "cubic", "cu" -> power = 3;
        case "per" -> per = true;
        default -> {
          Optional<String> name = name(word);
          if (name.isPresent() && (found.isEmpty() || per)) {
            found.append(per ? "/" : "").append(name.get());
          }
          per = false;
        }
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String unit = found.toString().equals("mi/h") ? "mph" : found.toString();
    return Optional.of(power == 1 ? unit : unit + "^" + power);
  }

  /** Returns the name of a unit in the singular. */
  private static Optional<String> name(String word) {
    String direct = NAMES.get(word);
    if (direct == null && word.endsWith("es")) {
      direct = NAMES.get(word.substring(0, word.length() - 2));
    }
    if (direct == null && word.length() > 2 && word.endsWith("s")) {
      direct = NAMES.get(word.substring(0, word.length() - 1));
    }
    return Optional.ofNullable(direct);
  }

  /** Returns whether letters without any markup are a unit, and no product of variables. */
  static boolean isPlainUnit(String word, boolean spaced) {
    boolean clear = word.length() > 2 || (spaced && !word.equals("in")) || CLEAR.contains(word);
    return word.length() > 1 && clear && name(word.toLowerCase(Locale.ROOT)).isPresent();
  }

  static boolean isPercent(String word) {
    return PERCENT.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Returns what a word such as {@code million} multiplies by. */
  static Optional<Long> multiple(String word) {
    return Optional.ofNullable(MULTIPLES.get(word.toLowerCase(Locale.ROOT)));
  }

  /** Returns the number that a word such as {@code four} is. */
  static Optional<Integer> number(String word) {
    return Optional.ofNullable(NUMBERS.get(word.toLowerCase(Locale.ROOT)));
  }

  static Iterable<String> words(String text) {
    return WORDS.split(text);
  }
}
