package dev.oreo.verify;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.oreo.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tokens read so far, and what a run of letters behind them is. */
final class MathTokenList {
  static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th");
  private static final Set<String> SHORT_WORDS =
      Set.of(
          "yes", "no", "is", "of", "to", "the", "are", "for", "not", "any", "all", "odd", "but",
          "was", "has", "can", "our", "you", "who", "how", "one", "two", "six", "ten", "with");
  private static final int PROSE_LENGTH = 4;
  private static final int NAME_LENGTH = 3;
  private static final CharMatcher VOWEL = CharMatcher.anyOf("aeiouyAEIOUY");

  private final List<MathToken> tokens = new ArrayList<>();
  private int brackets;
  private boolean spaced;

  List<MathToken> tokens() {
    return tokens;
  }

  /** Notes that white space stands here. */
  void space() {
    spaced = true;
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** Returns whether all brackets but braces are closed. */
  boolean isOutsideBrackets() {
    return brackets == 0;
  }

  boolean endsWithNumber() {
    return !tokens.isEmpty() && last().isNumber();
  }

  private MathToken last() {
    return tokens.get(tokens.size() - 1);
  }

  void symbol(String piece) {
    add(Kind.SYMBOL, piece);
  }

  void add(Kind kind, String piece) {
    MathToken token = new MathToken(kind, piece, spaced);
    tokens.add(token);
    spaced = false;
    if (!token.is("{") && !token.is("}")) {
      brackets += token.nesting();
    }
  }

  /** Adds prose; conjunctions, percent and commas at its edges get tokens of their own. */
  void prose(String prose) {
    String rest = prose;
    while (rest.startsWith(",") || rest.startsWith(";")) {
      symbol(rest.substring(0, 1));
      rest = rest.substring(1).strip();
    }
    String lower = rest.toLowerCase(Locale.ROOT);
    if (lower.equals("and") || lower.equals("or")) {
      symbol(lower);
    } else if (MathUnits.isPercent(rest)) {
      symbol("%");
    } else if (!rest.isEmpty()) {
      word(rest);
    }
  }

  /** Adds a word; words one after another become one token. */
  void word(String word) {
    if (!tokens.isEmpty() && last().isWord()) {
      String words = last().text() + " " + word;
      tokens.set(tokens.size() - 1, new MathToken(Kind.WORD, words, last().spaced()));
      spaced = false;
    } else {
      add(Kind.WORD, word);
    }
  }

  /** Adds letters that stand outside of any macro: a word, a function, or variables. */
  void letters(String run) {
    String spelling = MathVocabulary.spelling(run);
    if (run.equals("and") || run.equals("or")) {
      symbol(run);
    } else if (MathUnits.isPercent(run)) {
      symbol("%");
    } else if (isUnitBelow()) {
      tokens.remove(tokens.size() - 1);
      MathToken above = tokens.remove(tokens.size() - 1);
      tokens.add(new MathToken(Kind.WORD, above.text() + "/" + run, above.spaced()));
    } else if (isUnitHere(run) || isOrdinalHere(run)) {
      word(run);
    } else if (MathVocabulary.isPlainName(run)) {
      add(MathVocabulary.isLetter(spelling) ? Kind.LETTER : Kind.COMMAND, spelling);
    } else if (run.equals("U") && !tokens.isEmpty() && last().nesting() < 0) {
      symbol("∪");
    } else if (isProse(run)) {
      word(run);
    } else {
      product(run);
    }
  }

  /** Behind {@code km/}. */
  private boolean isUnitBelow() {
    int size = tokens.size();
    return size > 1 && !spaced && last().is("/") && tokens.get(size - 2).isWord();
  }

  private boolean isOrdinalHere(String run) {
    return ORDINALS.contains(run) && !spaced && endsWithNumber();
  }

  private boolean isUnitHere(String run) {
    return !tokens.isEmpty()
        && MathUnits.isPlainUnit(run, spaced)
        && (last().isNumber()
            || last().isWord()
            || last().nesting() < 0
            || last().text().equals("pi"));
  }

  /** Long enough, with a vowel, and all capital only if it is longer than names of points are. */
  private boolean isProse(String run) {
    if (!tokens.isEmpty() && last().isWord() && run.length() > 1) {
      return true;
    }
    if (SHORT_WORDS.contains(Ascii.toLowerCase(run)) && (spaced || tokens.isEmpty())) {
      return true;
    }
    boolean capitals = run.equals(run.toUpperCase(Locale.ROOT));
    return run.length() >= PROSE_LENGTH
        && (!capitals || run.length() > PROSE_LENGTH)
        && VOWEL.matchesAnyOf(run);
  }

  /** Variables side by side; three capitals or more are the name of one thing. */
  private void product(String run) {
    if (run.length() >= NAME_LENGTH && run.equals(run.toUpperCase(Locale.ROOT))) {
      add(Kind.LETTER, run);
    } else {
      run.chars().forEach(c -> add(Kind.LETTER, String.valueOf((char) c)));
    }
  }
}
