package dev.oreo.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Looks into lists of tokens, with regard to brackets. */
final class MathTokens {
  private static final Set<String> RELATIONS =
      Set.of("=", "<", ">", "<=", ">=", "!=", "≈", "≡", "∈");
  private static final Set<String> NAME_SYMBOLS =
      Set.of("_", "'", ":", "/", "(", ")", ",", "|", "{", "}");

  private MathTokens() {}

  static boolean isRelation(MathToken token) {
    return token.kind() == MathToken.Kind.SYMBOL && RELATIONS.contains(token.text());
  }

  /** Returns the places outside of all brackets where a token is of some kind. */
  static List<Integer> places(List<MathToken> tokens, Predicate<MathToken> predicate) {
    List<Integer> places = new ArrayList<>();
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      depth += tokens.get(i).nesting();
      if (depth == 0 && predicate.test(tokens.get(i))) {
        places.add(i);
      }
    }
    return places;
  }

  /** Returns what stands between some places. */
  static List<List<MathToken>> split(List<MathToken> tokens, List<Integer> places) {
    List<List<MathToken>> parts = new ArrayList<>();
    int start = 0;
    for (int place : places) {
      parts.add(tokens.subList(start, place));
      start = place + 1;
    }
    parts.add(tokens.subList(start, tokens.size()));
    return parts;
  }

  static List<List<MathToken>> split(List<MathToken> tokens, String symbol) {
    return split(tokens, places(tokens, token -> token.is(symbol)));
  }

  static boolean has(List<MathToken> tokens, String symbol) {
    return tokens.stream().anyMatch(token -> token.is(symbol));
  }

  /** Returns whether the first token is a bracket that the last one closes. */
  static boolean isWrapped(List<MathToken> tokens) {
    if (tokens.size() < 2 || tokens.get(0).nesting() != 1) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      depth += tokens.get(i).nesting();
      if (depth <= 0) {
        return i == tokens.size() - 1;
      }
    }
    return false;
  }

  static List<MathToken> inner(List<MathToken> tokens) {
    return tokens.subList(1, tokens.size() - 1);
  }

  /** Takes away what a sentence leaves at both ends of an answer. */
  static List<MathToken> trimmed(List<MathToken> tokens) {
    int start = 0;
    int end = tokens.size();
    while (end > start && isLoose(tokens.get(end - 1))) {
      end--;
    }
    while (start < end
        && (isLoose(tokens.get(start)) || tokens.get(start).is("=") || tokens.get(start).is("≈"))) {
      start++;
    }
    return tokens.subList(start, end);
  }

  private static boolean isLoose(MathToken token) {
    return token.is(".")
        || token.is(",")
        || token.is(";")
        || token.is(":")
        || token.is("\\quad")
        || token.is("\\\\")
        || token.is("?")
        || (token.is("*") && !token.spaced())
        || token.is("and")
        || token.is("or");
  }

  /**
   * Returns whether tokens can be the name of what an equation defines: {@code x}, {@code AB},
   * {@code f(x)}, {@code a_3}, {@code (p, q)}, {@code A:B}, {@code \frac{AB}{CD}}, words.
   */
  static boolean isName(List<MathToken> tokens) {
    int depth = 0;
    boolean letters = false;
    for (int i = 0; i < tokens.size(); i++) {
      MathToken token = tokens.get(i);
      boolean subscript = i > 0 && tokens.get(i - 1).is("_");
      if (subscript && token.is("{")) {
        i = closing(tokens, i);
      } else if (token.is("(") && i > 0 && tokens.get(i - 1).isLetter()) {
        i = closing(tokens, i);
      } else if (token.isLetter() || token.isWord()) {
        letters = true;
      } else if (!subscript && !token.isCommand("frac") && !isNameSymbol(token)) {
        return false;
      }
      depth += token.nesting();
    }
    return letters && depth <= tokens.size();
  }

  private static boolean isNameSymbol(MathToken token) {
    return token.kind() == MathToken.Kind.SYMBOL && NAME_SYMBOLS.contains(token.text());
  }

  private static int closing(List<MathToken> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).nesting();
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size() - 1;
  }
}
