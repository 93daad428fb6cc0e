package dev.oreo.verify;

import dev.oreo.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How several answers in one are separated. */
final class MathListSyntax {
  private MathListSyntax() {}

  /** Makes separators of conjunctions inside of prose and of wide spaces and new lines. */
  static List<MathToken> separated(List<MathToken> tokens) {
    List<MathToken> result = new ArrayList<>();
    int depth = 0;
    for (MathToken token : tokens) {
      depth += token.nesting();
      if (token.is("\\\\") && depth == 0) {
        result.add(new MathToken(Kind.SYMBOL, ";", true));
      } else if (!token.is("\\quad")) {
        result.add(depth == 0 ? conjunction(token) : token);
      }
    }
    return result;
  }

  private static MathToken conjunction(MathToken token) {
    if (!token.isWord()) {
      return token;
    }
    String words = token.text().toLowerCase(Locale.ROOT).replace(",", "").strip();
    return words.equals("and") || words.equals("or")
        ? new MathToken(Kind.SYMBOL, words, true)
        : token;
  }

  private static boolean isSeparator(MathToken token) {
    return token.is(",") || token.is(";") || isConjunction(token);
  }

  private static boolean isConjunction(MathToken token) {
    return token.is("and") || token.is("or");
  }

  /** Returns the parts that are not empty. */
  static List<List<MathToken>> parts(List<MathToken> tokens) {
    return MathTokens.split(tokens, MathTokens.places(tokens, MathListSyntax::isSeparator)).stream()
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * Returns the parts, those together that belong together: {@code x = 1, y = 2; x = 3, y = 4} are
   * two groups of two, {@code 1, 2 and 3} are three groups of one.
   */
  static List<List<List<MathToken>>> groups(List<MathToken> tokens, List<List<MathToken>> parts) {
    List<List<MathToken>> coarse =
        MathTokens.split(tokens, MathTokens.places(tokens, t -> t.is(";") || isConjunction(t)));
    List<List<List<MathToken>>> fine = coarse.stream().map(MathListSyntax::parts).toList();
    int size = fine.get(0).size();
    boolean even = size > 1 && fine.size() > 1 && fine.stream().allMatch(g -> g.size() == size);
    boolean meant =
        MathTokens.has(tokens, ";") || parts.stream().allMatch(MathListSyntax::isEquation);
    if (even && meant) {
      return fine;
    }
    return parts.stream().map(List::of).toList();
  }

  private static boolean isEquation(List<MathToken> part) {
    return MathTokens.has(part, "=");
  }

  /** Returns tokens with one of both signs in place of each double sign. */
  static List<MathToken> signed(List<MathToken> tokens, boolean upper) {
    return tokens.stream()
        .map(
            t ->
                t.is("±")
                    ? new MathToken(Kind.SYMBOL, upper ? "+" : "-", t.spaced())
                    : t.is("∓") ? new MathToken(Kind.SYMBOL, upper ? "-" : "+", t.spaced()) : t)
        .toList();
  }
}
