package dev.oreo.verify;

import com.google.common.base.CharMatcher;
import com.google.common.collect.Iterables;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be read in an answer.
 *
 * @param canonical a text that is the same for the same signs, empty if there are none
 * @param words letters and digits only, lower case, if the answer has words; otherwise empty
 * @param meanings the likeliest first, none if it has no meaning
 * @param sentence whether it is prose that may have an answer in it
 * @param problem why it has no meaning, or empty
 */
record MathReading(
    String canonical, String words, List<MathAnswer> meanings, boolean sentence, String problem) {
  private static final int MAX_LENGTH = 2_000;
  private static final int MANY_WORDS = 4;
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[\\s$€£¥]{0,9}(-?[0-9]{1,40}),([0-9]{1,40})[\\s$€£¥]{0,9}");
  private static final Pattern BARE_COMMA = Pattern.compile("[0-9],[0-9]{3}");

  MathReading {
    meanings = List.copyOf(meanings);
  }

  /** Reads an answer. Never fails: an answer without a meaning says why it has none. */
  static MathReading of(String answer, WorkBudget budget) {
    if (answer.length() > MAX_LENGTH) {
      return new MathReading(
          "", "", List.of(), true, "it is longer than " + MAX_LENGTH + " characters");
    }
    String canonical = "";
    String words = "";
    boolean sentence = false;
    try {
      List<MathToken> tokens = MathTokens.trimmed(MathLexer.tokens(answer, true));
      canonical = MathToken.canonical(tokens);
      words = tokens.stream().anyMatch(MathToken::isWord) ? MathToken.words(tokens) : "";
      sentence = isSentence(tokens);
      List<MathAnswer> meanings = new ArrayList<>();
      meanings.add(MathAnswerParser.parse(tokens, budget));
      meanings.addAll(others(answer, budget));
      return new MathReading(canonical, words, meanings, sentence, "");
    } catch (MathSyntaxException e) {
      return new MathReading(canonical, words, List.of(), sentence, e.problem());
    }
  }

  /** Words first and something else behind them, or many words, or words beyond ASCII. */
  private static boolean isSentence(List<MathToken> tokens) {
    int words = 0;
    for (MathToken token : tokens) {
      if (token.isWord()) {
        words += Iterables.size(MathUnits.words(token.text()));
        words += CharMatcher.ascii().matchesAllOf(token.text()) ? 0 : MANY_WORDS;
      }
    }
    boolean leads = tokens.size() > 1 && tokens.get(0).isWord();
    return leads || words >= MANY_WORDS;
  }

  /** Without thousands, and with a decimal comma. */
  private static List<MathAnswer> others(String answer, WorkBudget budget) {
    List<MathAnswer> others = new ArrayList<>();
    if (BARE_COMMA.matcher(answer).find()) {
      others.add(MathAnswerParser.parse(MathLexer.tokens(answer, false), budget));
    }
    Matcher comma = DECIMAL_COMMA.matcher(answer);
    if (comma.matches() && !isThousands(comma.group(1), comma.group(2))) {
      others.add(
          MathAnswerParser.parse(
              MathLexer.tokens(comma.group(1) + "." + comma.group(2), false), budget));
    }
    return others;
  }

  /** Three digits behind one to three others that do not begin with 0 are thousands. */
  private static boolean isThousands(String before, String behind) {
    String digits = before.startsWith("-") ? before.substring(1) : before;
    return behind.length() == 3 && digits.length() <= 3 && !digits.startsWith("0");
  }

  Optional<MathAnswer> meaning() {
    return meanings.stream().findFirst();
  }

  /** Returns whether this means something in mathematics, and nothing in it is only words. */
  boolean isMathematical() {
    return !sentence && meaning().filter(m -> !hasWords(m)).isPresent();
  }

  private static boolean hasWords(MathAnswer answer) {
    if (answer instanceof MathAnswer.Collection list) {
      return list.items().stream().anyMatch(MathReading::hasWords);
    }
    if (answer instanceof MathAnswer.Ordered ordered) {
      return ordered.items().stream().anyMatch(MathReading::hasWords);
    }
    if (answer instanceof MathAnswer.Relation relation) {
      return hasWords(relation.last());
    }
    return answer instanceof Text;
  }
}
