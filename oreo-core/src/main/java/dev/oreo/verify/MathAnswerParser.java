package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Collection;
import dev.oreo.verify.MathAnswer.Ordered;
import dev.oreo.verify.MathAnswer.Relation;
import dev.oreo.verify.MathAnswer.Text;
import dev.oreo.verify.MathAnswer.Union;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what an answer means: lists, relations, sets, intervals, tuples and matrices from the
 * outside in. What is one quantity is read by {@link MathQuantityParser}.
 */
final class MathAnswerParser {
  private static final int MAX_DEPTH = 20;
  private static final Set<String> NOTHING =
      Set.of("nosolution", "nosolutions", "emptyset", "norealsolution", "norealsolutions");
  private static final Set<String> ALL_REALS =
      Set.of("allrealnumbers", "allreals", "mathbbr", "reals", "realnumbers");

  private final WorkBudget budget;
  private final MathQuantityParser quantities;

  private MathAnswerParser(WorkBudget budget) {
    this.budget = budget;
    this.quantities = new MathQuantityParser(budget);
  }

  /**
   * Returns what an answer means.
   *
   * @param tokens the whole answer
   * @param budget what it may cost
   * @return the meaning
   * @throws MathSyntaxException if it has none; the message says why
   */
  static MathAnswer parse(List<MathToken> tokens, WorkBudget budget) {
    return new MathAnswerParser(budget).answer(tokens, 0);
  }

  private MathAnswer answer(List<MathToken> all, int depth) {
    budget.spend(1 + all.size());
    if (depth > MAX_DEPTH) {
      throw new MathSyntaxException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    List<MathToken> tokens = MathTokens.trimmed(all);
    if (tokens.isEmpty()) {
      throw new MathSyntaxException("nothing is written there");
    }
    if (MathTokens.isWrapped(tokens) && tokens.get(0).is("{")) {
      return answer(MathTokens.inner(tokens), depth + 1);
    }
    List<MathToken> separated = MathListSyntax.separated(tokens);
    List<List<MathToken>> parts = MathListSyntax.parts(separated);
    if (parts.size() > 1) {
      return list(separated, parts, depth);
    }
    return single(separated, depth);
  }

  private MathAnswer list(List<MathToken> tokens, List<List<MathToken>> parts, int depth) {
    List<MathAnswer> items = new ArrayList<>();
    for (List<List<MathToken>> group : MathListSyntax.groups(tokens, parts)) {
      if (group.size() == 1) {
        items.add(answer(group.get(0), depth + 1));
      } else {
        items.add(new Ordered("(", group.stream().map(p -> answer(p, depth + 1)).toList(), ")"));
      }
    }
    return new Collection(items, false);
  }

  private MathAnswer single(List<MathToken> tokens, int depth) {
    List<Integer> relations = MathTokens.places(tokens, MathTokens::isRelation);
    if (!relations.isEmpty()) {
      return relation(tokens, relations, depth);
    }
    List<List<MathToken>> union = MathTokens.split(tokens, "∪");
    if (union.size() > 1) {
      return new Union(union.stream().map(part -> answer(part, depth + 1)).toList());
    }
    if (MathTokens.isWrapped(tokens)) {
      Optional<MathAnswer> wrapped = wrapped(tokens, depth);
      if (wrapped.isPresent()) {
        return wrapped.get();
      }
    }
    Optional<MathAnswer> special = special(tokens, depth);
    return special.isPresent() ? special.get() : quantity(tokens);
  }

  private MathAnswer relation(List<MathToken> tokens, List<Integer> places, int depth) {
    List<List<MathToken>> sides = new ArrayList<>(MathTokens.split(tokens, places));
    List<String> operators =
        new ArrayList<>(places.stream().map(p -> tokens.get(p).text()).toList());
    boolean named = MathTokens.isName(sides.get(0));
    if (named && operators.get(0).equals("≈")) {
      operators.set(0, "=");
    }
    int about = operators.indexOf("≈");
    if (about >= 0) {
      sides = sides.subList(0, about + 1);
      operators = operators.subList(0, about);
    }
    int member = operators.indexOf("∈");
    if (member >= 0 || operators.isEmpty()) {
      return answer(sides.get(member + 1), depth + 1);
    }
    boolean equations = operators.stream().allMatch(o -> o.equals("=") || o.equals("≡"));
    if (equations && sides.stream().allMatch(MathAnswerParser::isConstant)) {
      return answer(sides.get(sides.size() - 1), depth + 1);
    }
    if (equations && sides.size() > 2) {
      sides = List.of(sides.get(0), sides.get(sides.size() - 1));
      operators = List.of(operators.get(0));
    }
    List<MathAnswer> meanings = new ArrayList<>();
    for (List<MathToken> side : sides) {
      meanings.add(meanings.isEmpty() && named ? name(side, depth) : answer(side, depth + 1));
    }
    return new Relation(meanings, operators, named && equations);
  }

  /** Words and segments before a sign of equality need no value. */
  private MathAnswer name(List<MathToken> tokens, int depth) {
    try {
      return answer(tokens, depth + 1);
    } catch (MathSyntaxException e) {
      return new Text(MathToken.words(tokens), "");
    }
  }

  /** Numbers and perhaps their units, but no variable. */
  private static boolean isConstant(List<MathToken> tokens) {
    return tokens.stream().anyMatch(MathToken::isNumber)
        && tokens.stream().noneMatch(t -> t.isLetter() && !t.text().equals("pi"));
  }

  /** What stands in one pair of brackets; empty if it is a mere factor or a matrix. */
  private Optional<MathAnswer> wrapped(List<MathToken> tokens, int depth) {
    String open = tokens.get(0).text();
    String close = tokens.get(tokens.size() - 1).text();
    List<MathToken> inner = MathTokens.inner(tokens);
    if (open.startsWith("begin{")) {
      return MathMatrixParser.isCases(open)
          ? Optional.of(answer(MathMatrixParser.cases(inner), depth + 1))
          : Optional.empty();
    }
    if (open.equals("\\{")) {
      return Optional.of(set(inner, depth));
    }
    List<List<MathToken>> items = MathTokens.split(inner, ",");
    if (items.size() == 1) {
      items = MathTokens.split(inner, ";");
    }
    if (items.size() == 1 || open.equals("{")) {
      return Optional.of(answer(inner, depth + 1));
    }
    boolean pointed = open.equals("<<");
    List<MathAnswer> meanings = items.stream().map(i -> answer(i, depth + 1)).toList();
    return Optional.of(new Ordered(pointed ? "(" : open, meanings, pointed ? ")" : close));
  }

  private MathAnswer set(List<MathToken> inner, int depth) {
    if (MathTokens.trimmed(inner).isEmpty()) {
      return new Collection(List.of(), true);
    }
    boolean condition =
        !MathTokens.places(inner, t -> t.is("|") || t.is(":")).isEmpty()
            && MathTokens.places(inner, MathTokens::isRelation).size() > 0;
    if (condition) {
      List<Integer> bar = MathTokens.places(inner, t -> t.is("|") || t.is(":"));
      return answer(inner.subList(bar.get(0) + 1, inner.size()), depth + 1);
    }
    MathAnswer meaning = answer(inner, depth + 1);
    return meaning instanceof Collection list && !list.braces()
        ? new Collection(list.items(), true)
        : new Collection(List.of(meaning), true);
  }

  private Optional<MathAnswer> special(List<MathToken> tokens, int depth) {
    String words = MathToken.words(tokens);
    if (NOTHING.contains(words)) {
      return Optional.of(new Collection(List.of(), true));
    }
    if (ALL_REALS.contains(words)) {
      MathAnswer infinity = MathQuantityParser.of(Expression.Constant.INFINITY);
      MathAnswer below = MathQuantityParser.of(Expression.Constant.INFINITY.negated());
      return Optional.of(new Ordered("(", List.of(below, infinity), ")"));
    }
    if (MathMatrixParser.isMatrix(tokens)) {
      return Optional.of(
          new MathMatrixParser(budget, cell -> answer(cell, depth + 1)).matrix(tokens));
    }
    if (MathTokens.has(tokens, "±") || MathTokens.has(tokens, "∓")) {
      return Optional.of(
          new Collection(
              List.of(
                  quantity(MathListSyntax.signed(tokens, true)),
                  quantity(MathListSyntax.signed(tokens, false))),
              false));
    }
    return ratio(tokens, depth);
  }

  /** A ratio of more than two parts; that of two is a quotient. */
  private Optional<MathAnswer> ratio(List<MathToken> tokens, int depth) {
    List<List<MathToken>> parts = MathTokens.split(tokens, ":");
    if (parts.size() < 3 || tokens.stream().anyMatch(MathToken::isWord)) {
      return Optional.empty();
    }
    List<MathAnswer> meanings = parts.stream().map(part -> answer(part, depth + 1)).toList();
    return Optional.of(new Ordered(":", meanings, ":"));
  }

  private MathAnswer quantity(List<MathToken> tokens) {
    return quantities.quantity(tokens);
  }
}
