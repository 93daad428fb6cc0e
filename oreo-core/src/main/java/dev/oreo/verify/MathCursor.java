package dev.oreo.verify;

import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in a list of tokens, with a count of how deep the parser is in brackets. */
final class MathCursor {
  private static final int MAX_DEPTH = 60;

  private final List<MathToken> tokens;
  private final WorkBudget budget;
  private int position;
  private int depth;

  MathCursor(List<MathToken> tokens, WorkBudget budget) {
    this.tokens = new ArrayList<>(tokens);
    this.budget = budget;
  }

  boolean atEnd() {
    return position >= tokens.size();
  }

  Optional<MathToken> peek() {
    return atEnd() ? Optional.empty() : Optional.of(tokens.get(position));
  }

  Optional<MathToken> peek(int ahead) {
    int at = position + ahead;
    return at >= tokens.size() ? Optional.empty() : Optional.of(tokens.get(at));
  }

  boolean sees(String symbol) {
    return !atEnd() && tokens.get(position).is(symbol);
  }

  MathToken next() {
    if (atEnd()) {
      throw new MathSyntaxException("something is missing at the end");
    }
    budget.spend(1);
    return tokens.get(position++);
  }

  boolean take(String symbol) {
    boolean there = sees(symbol);
    position += there ? 1 : 0;
    return there;
  }

  void expect(String symbol) {
    if (!take(symbol)) {
      throw new MathSyntaxException(
          "\""
              + symbol
              + "\" is missing"
              + peek().map(t -> " before \"" + t.text() + "\"").orElse(""));
    }
  }

  /** Cuts a number so that its first digit stands alone, as the argument of a macro does. */
  void splitDigit() {
    if (!atEnd() && tokens.get(position).isInteger()) {
      String digits = tokens.get(position).text();
      if (digits.length() > 1 && !tokens.get(position).text().contains("E")) {
        tokens.set(position, new MathToken(Kind.NUMBER, digits.substring(0, 1), false));
        tokens.add(position + 1, new MathToken(Kind.NUMBER, digits.substring(1), false));
      }
    }
  }

  /** Takes what stands in braces, or else one token. */
  List<MathToken> group() {
    if (!take("{")) {
      return List.of(next());
    }
    int start = position;
    int open = 1;
    while (open > 0) {
      MathToken token = next();
      open += token.is("{") ? 1 : token.is("}") ? -1 : 0;
    }
    return List.copyOf(tokens.subList(start, position - 1));
  }

  void descend() {
    if (++depth > MAX_DEPTH) {
      throw new MathSyntaxException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  void ascend() {
    depth--;
  }

  WorkBudget budget() {
    return budget;
  }
}
