package dev.oreo.verify;

import com.google.common.base.CharMatcher;
import dev.oreo.verify.MathToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cuts LaTeX or plain text into {@link MathToken}s; spellings of the same thing become one. */
final class MathLexer {
  private static final CharMatcher ASCII_LETTER =
      CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));
  private static final int MAX_TEXT_DEPTH = 20;

  private final String text;
  private final boolean grouping;
  private final int textDepth;
  private final MathTokenList list = new MathTokenList();
  private int position;

  private MathLexer(String text, boolean grouping, int textDepth) {
    this.text = text;
    this.grouping = grouping;
    this.textDepth = textDepth;
  }

  /**
   * Returns the pieces of an answer.
   *
   * @param text any
   * @param grouping whether {@code 1,234} outside of brackets is one number
   * @return in order
   * @throws MathSyntaxException if the text has a character that no answer has
   */
  static List<MathToken> tokens(String text, boolean grouping) {
    return new MathLexer(MathCharacters.plain(text), grouping, 0).run();
  }

  private List<MathToken> run() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (Character.isWhitespace(c) || c == '~') {
        list.space();
        position++;
      } else if (c == '\\') {
        macro();
      } else if (MathNumberScanner.startsAt(text, position)) {
        number();
      } else if (ASCII_LETTER.matches(c)) {
        letters();
      } else {
        symbol(c);
      }
    }
    return list.tokens();
  }

  private void number() {
    MathNumberScanner scanner =
        new MathNumberScanner(text, position, grouping && list.isOutsideBrackets());
    list.add(Kind.NUMBER, scanner.number());
    position = scanner.end();
  }

  private void symbol(char c) {
    position++;
    switch (c) {
      case '$', '`', '"' -> {}
      case '<', '>' -> comparison(c);
      case '!' -> {
        boolean unequal = !list.endsWithNumber() && next('=');
        position += unequal ? 1 : 0;
        list.symbol(unequal ? "!=" : "!");
      }
      case '*' -> {
        boolean power = next('*');
        position += power ? 1 : 0;
        list.symbol(power ? "^" : "*");
      }
      case '^' -> raised();
      default -> other(c);
    }
  }

  private void other(char c) {
    if ("+-/_()[]{}|,;:=&%'°±∓≈≡∈∪∩∖→…?.‖⌊⌋⌈⌉€£¥₹¢@#".indexOf(c) >= 0) {
      list.symbol(String.valueOf(c));
    } else if (Character.isLetter(c)) {
      int start = position - 1;
      while (position < text.length()
          && Character.isLetter(text.charAt(position))
          && !ASCII_LETTER.matches(text.charAt(position))) {
        position++;
      }
      list.add(Kind.WORD, text.substring(start, position));
    } else {
      throw new MathSyntaxException(
          String.format(Locale.ROOT, "the character U+%04X is not understood", (int) c));
    }
  }

  private boolean next(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private void comparison(char c) {
    boolean equal = next('=');
    position += equal ? 1 : 0;
    list.symbol(equal ? c + "=" : String.valueOf(c));
  }

  /** {@code ^\circ} and {@code ^{\circ}} are the sign of degrees. */
  private void raised() {
    for (String degrees : List.of("\\circ", "{\\circ}", "{ \\circ }", "°", "\\degree", "{°}")) {
      int start = position;
      while (start < text.length() && text.charAt(start) == ' ') {
        start++;
      }
      if (text.startsWith(degrees, start)) {
        position = start + degrees.length();
        list.symbol("°");
        return;
      }
    }
    if (!ordinal()) {
      list.symbol("^");
    }
  }

  /** {@code 5^{\text{th}}} is 5. */
  private boolean ordinal() {
    for (String suffix : MathTokenList.ORDINALS) {
      for (String form :
          List.of("{\\text{" + suffix + "}}", "{" + suffix + "}", "\\text{" + suffix + "}")) {
        if (text.startsWith(form, position)) {
          position += form.length();
          list.word(suffix);
          return true;
        }
      }
    }
    return false;
  }

  private void macro() {
    position++;
    if (position >= text.length()) {
      return;
    }
    char c = text.charAt(position);
    if (!ASCII_LETTER.matches(c)) {
      position++;
      controlSymbol(c);
      return;
    }
    int end = position;
    while (end < text.length() && ASCII_LETTER.matches(text.charAt(end))) {
      end++;
    }
    String name = MathVocabulary.knownPart(text.substring(position, end));
    position += name.length();
    named(MathVocabulary.spelling(name));
  }

  private void controlSymbol(char c) {
    switch (c) {
      case '{', '}', '\\' -> list.symbol("\\" + c);
      case '$', '%' -> list.symbol(String.valueOf(c));
      case '|' -> list.symbol("‖");
      case '&', '_', '#' -> list.symbol("#");
      case '(', ')', '[', ']', '!' -> {}
      default -> list.space();
    }
  }

  private void named(String name) {
    Optional<String> symbol = MathVocabulary.symbol(name);
    if (symbol.isPresent()) {
      list.symbol(symbol.get());
    } else if (name.equals("begin") || name.equals("end")) {
      environment(name);
    } else if (MathVocabulary.TEXTS.contains(name)) {
      prose(name);
    } else if (MathVocabulary.isSpace(name)) {
      list.space();
      if (name.startsWith("q") && !list.isEmpty()) {
        list.symbol("\\quad");
      }
    } else if (MathVocabulary.isDecoration(name)) {
      if ((name.equals("left") || name.equals("right")) && next('.')) {
        position++;
      }
    } else if (MathVocabulary.isLetter(name)) {
      list.add(Kind.LETTER, name);
    } else {
      list.add(Kind.COMMAND, name);
    }
  }

  private void environment(String name) {
    int open = text.indexOf('{', position);
    int close = text.indexOf('}', position);
    if (open < 0 || close < open || !text.substring(position, open).isBlank()) {
      throw new MathSyntaxException("\\" + name + " has no name in braces");
    }
    String environment = text.substring(open + 1, close).strip();
    position = close + 1;
    if (environment.equals("array") && name.equals("begin") && next('{')) {
      int end = text.indexOf('}', position);
      position = end < 0 ? text.length() : end + 1;
    }
    list.symbol(name + "{" + environment + "}");
  }

  /** Text that is no prose but an answer of its own, such as a number or one letter, is read so. */
  private void prose(String name) {
    int open = position;
    while (open < text.length() && text.charAt(open) == ' ') {
      open++;
    }
    if (open >= text.length() || text.charAt(open) != '{') {
      return;
    }
    int close = MathBoxes.closingBrace(text, open);
    if (close < 0 || textDepth >= MAX_TEXT_DEPTH) {
      throw new MathSyntaxException("the braces of \\" + name + " do not close");
    }
    String content = text.substring(open + 1, close);
    position = close + 1;
    if (name.equals("mathbb")) {
      list.add(Kind.LETTER, "mathbb " + content.strip());
    } else if (isProse(content)) {
      list.prose(content.strip());
    } else {
      if (content.startsWith(" ")) {
        list.space();
      }
      boolean upright = name.equals("mathrm") || name.equals("operatorname");
      new MathLexer(content, grouping, textDepth + 1).run().forEach(t -> copy(t, upright));
    }
  }

  /** Letters in text are words: their case does not matter. */
  private void copy(MathToken token, boolean upright) {
    if (token.isWord() || (token.isLetter() && token.text().length() == 1 && !upright)) {
      list.prose(token.text());
    } else {
      list.add(token.kind(), token.text());
    }
  }

  /** Whether it begins with no number and has a word of two letters or more besides "and". */
  private static boolean isProse(String content) {
    boolean number = !content.isBlank() && Character.isDigit(content.strip().charAt(0));
    if (number || CharMatcher.anyOf("\\$^").matchesAnyOf(content)) {
      return false;
    }
    int start = 0;
    for (int i = 0; i <= content.length(); i++) {
      if (i == content.length() || !Character.isLetter(content.charAt(i))) {
        String word = content.substring(start, i);
        boolean joins = word.equals("and") || word.equals("or");
        if (word.length() > 1 && (!joins || content.strip().length() == word.length())) {
          return true;
        }
        start = i + 1;
      }
    }
    boolean quotient =
        content.indexOf('/') > 0 && CharMatcher.inRange('0', '9').matchesNoneOf(content);
    return content.strip().equals("m") || content.isBlank() || quotient;
  }

  private void letters() {
    int end = position;
    while (end < text.length() && ASCII_LETTER.matches(text.charAt(end))) {
      end++;
    }
    list.letters(text.substring(position, end));
    position = end;
  }
}
