package dev.oreo.verify;

import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.SympyLatexToken.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts LaTeX into tokens, no further than the parser looks: a character without a meaning is an
 * error only if it is reached.
 */
final class SympyLatexLexer {
  private static final Set<String> SKIPPED_COMMANDS =
      Set.of(
          "thinspace",
          "medspace",
          "thickspace",
          "quad",
          "qquad",
          "negthinspace",
          "negmedspace",
          "negthickspace",
          "left",
          "right",
          "vrule",
          "vcenter",
          "vbox",
          "vskip",
          "vspace",
          "hfil");
  private static final String SKIPPED_ESCAPES = ",:;!*-./\"(=";
  private static final Map<String, Kind> COMMANDS = commands();
  private static final Map<Character, Kind> CHARACTERS = characters();

  private final String text;
  private final WorkBudget budget;
  private final List<SympyLatexToken> tokens = new ArrayList<>();
  private int position;

  SympyLatexLexer(String text, WorkBudget budget) {
    this.text = text;
    this.budget = budget;
  }

  private static Map<String, Kind> commands() {
    Map<String, Kind> kinds = new HashMap<>();
    put(kinds, Kind.FUNCTION, "exp", "log", "lg", "ln", "sin", "cos", "tan", "csc", "sec", "cot");
    put(kinds, Kind.FUNCTION, "arcsin", "arccos", "arctan", "arccsc", "arcsec", "arccot");
    put(kinds, Kind.FUNCTION, "sinh", "cosh", "tanh", "arsinh", "arcosh", "artanh");
    put(kinds, Kind.RELATION, "neq", "leq", "le", "leqq", "leqslant");
    put(kinds, Kind.RELATION, "geq", "ge", "geqq", "geqslant");
    put(kinds, Kind.APPROACH, "to", "rightarrow", "Rightarrow", "longrightarrow");
    put(kinds, Kind.APPROACH, "Longrightarrow");
    put(kinds, Kind.LIMIT, "lim");
    put(kinds, Kind.INTEGRAL, "int");
    put(kinds, Kind.BIG_OPERATOR, "sum", "prod");
    put(kinds, Kind.ROOT, "sqrt");
    put(kinds, Kind.OVERLINE, "overline");
    put(kinds, Kind.TIMES, "times", "cdot");
    put(kinds, Kind.DIVIDE, "div");
    put(kinds, Kind.FRACTION, "frac", "dfrac", "tfrac");
    put(kinds, Kind.BINOMIAL, "binom", "dbinom", "tbinom");
    put(kinds, Kind.ITALIC, "mathit");
    put(kinds, Kind.LEFT_ANGLE, "langle");
    put(kinds, Kind.RIGHT_ANGLE, "rangle");
    put(kinds, Kind.LEFT_FLOOR, "lfloor");
    put(kinds, Kind.RIGHT_FLOOR, "rfloor");
    put(kinds, Kind.LEFT_CEILING, "lceil");
    put(kinds, Kind.RIGHT_CEILING, "rceil");
    return Map.copyOf(kinds);
  }

  private static void put(Map<String, Kind> kinds, Kind kind, String... names) {
    for (String name : names) {
      kinds.put(name, kind);
    }
  }

  private static Map<Character, Kind> characters() {
    return Map.ofEntries(
        Map.entry('+', Kind.PLUS),
        Map.entry('-', Kind.MINUS),
        Map.entry('*', Kind.TIMES),
        Map.entry('/', Kind.DIVIDE),
        Map.entry(':', Kind.DIVIDE),
        Map.entry('(', Kind.LEFT_PAREN),
        Map.entry(')', Kind.RIGHT_PAREN),
        Map.entry('{', Kind.LEFT_BRACE),
        Map.entry('}', Kind.RIGHT_BRACE),
        Map.entry('[', Kind.LEFT_BRACKET),
        Map.entry(']', Kind.RIGHT_BRACKET),
        Map.entry('|', Kind.BAR),
        Map.entry('_', Kind.UNDERSCORE),
        Map.entry('^', Kind.CARET),
        Map.entry('=', Kind.RELATION),
        Map.entry('<', Kind.RELATION),
        Map.entry('>', Kind.RELATION),
        Map.entry('!', Kind.FACTORIAL),
        Map.entry(',', Kind.COMMA),
        Map.entry('.', Kind.POINT));
  }

  /** Returns a token, which is the end from some index on. */
  SympyLatexToken token(int index) {
    while (tokens.size() <= index) {
      budget.spend(1);
      tokens.add(next());
    }
    return tokens.get(index);
  }

  private SympyLatexToken next() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (isSpace(c)) {
        position++;
      } else if (c != '\\') {
        return plain(c);
      } else if (isLetter(position + 1)) {
        String name = letters(position + 1);
        position += 1 + name.length();
        if (isBarAfterSide(name)) {
          position++;
          return new SympyLatexToken(name.equals("left") ? Kind.LEFT_BAR : Kind.RIGHT_BAR, "|");
        }
        if (!SKIPPED_COMMANDS.contains(name)) {
          return command(name);
        }
      } else if (position + 1 < text.length()
          && SKIPPED_ESCAPES.indexOf(text.charAt(position + 1)) >= 0) {
        position += 2;
      } else {
        return escaped();
      }
    }
    return new SympyLatexToken(Kind.END, "");
  }

  private boolean isBarAfterSide(String name) {
    return (name.equals("left") || name.equals("right")) && text.startsWith("|", position);
  }

  private SympyLatexToken command(String name) {
    if (name.equals("int") && text.startsWith("\\limits", position)) {
      position += "\\limits".length();
    }
    return new SympyLatexToken(COMMANDS.getOrDefault(name, Kind.SYMBOL), name);
  }

  private SympyLatexToken escaped() {
    boolean left = text.startsWith("{", position + 1);
    if (!left && !text.startsWith("}", position + 1)) {
      throw unknown();
    }
    position += 2;
    return left
        ? new SympyLatexToken(Kind.LEFT_BRACE_LITERAL, "{")
        : new SympyLatexToken(Kind.RIGHT_BRACE_LITERAL, "}");
  }

  private SympyLatexToken plain(char c) {
    if (c == 'd') {
      return letterOrDifferential();
    }
    if (c == '&') {
      return aligned();
    }
    int start = position++;
    if (c == '\'') {
      while (text.startsWith("'", position)) {
        position++;
      }
      return new SympyLatexToken(Kind.QUOTES, text.substring(start, position));
    }
    if (c >= '0' && c <= '9') {
      return new SympyLatexToken(Kind.DIGIT, String.valueOf(c));
    }
    if (isLetter(start)) {
      return new SympyLatexToken(Kind.LETTER, String.valueOf(c));
    }
    Kind kind = CHARACTERS.get(c);
    if (kind == null) {
      throw unknown();
    }
    return new SympyLatexToken(kind, String.valueOf(c));
  }

  /** A {@code d} takes the letter or command after it along. */
  private SympyLatexToken letterOrDifferential() {
    int after = skipSpaces(position + 1);
    boolean command = after < text.length() && text.charAt(after) == '\\' && isLetter(after + 1);
    if (command) {
      String name = letters(after + 1);
      position = after + 1 + name.length();
      return new SympyLatexToken(Kind.DIFFERENTIAL, name);
    }
    if (isLetter(after)) {
      position = after + 1;
      return new SympyLatexToken(Kind.DIFFERENTIAL, text.substring(after, after + 1));
    }
    position++;
    return new SympyLatexToken(Kind.LETTER, "d");
  }

  private SympyLatexToken aligned() {
    int after = skipSpaces(position + 1);
    if (!text.startsWith("=", after)) {
      throw unknown();
    }
    position = after + 1;
    return new SympyLatexToken(Kind.RELATION, "=");
  }

  private int skipSpaces(int from) {
    int i = from;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private String letters(int from) {
    int end = from;
    while (isLetter(end)) {
      end++;
    }
    return text.substring(from, end);
  }

  private boolean isLetter(int index) {
    if (index >= text.length()) {
      return false;
    }
    char c = text.charAt(index);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private SympyParseException unknown() {
    return SympyParseException.refusal("no token at position " + position);
  }
}
