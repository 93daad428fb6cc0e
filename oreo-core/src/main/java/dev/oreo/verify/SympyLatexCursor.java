package dev.oreo.verify;

import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.SympyLatexToken.Kind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where a parser stands in a text, with what it takes to try a rule and to go back. */
final class SympyLatexCursor {
  private static final int MAX_DEPTH = 120;

  private final WorkBudget budget;
  private final SympyLatexLexer lexer;
  private final Set<Integer> failedGroups = new HashSet<>();
  private int position;
  private int depth;
  private int brackets;
  private boolean barCloses;

  SympyLatexCursor(String text, WorkBudget budget) {
    this.budget = budget;
    this.lexer = new SympyLatexLexer(text, budget);
  }

  SympyLatexToken peek() {
    return lexer.token(position);
  }

  SympyLatexToken peek(int ahead) {
    return lexer.token(position + ahead);
  }

  boolean at(Kind kind) {
    return peek().is(kind);
  }

  SympyLatexToken take() {
    SympyLatexToken token = peek();
    position++;
    peek();
    return token;
  }

  SympyLatexToken expect(Kind kind) {
    if (!at(kind)) {
      throw mismatch();
    }
    return take();
  }

  boolean takeIf(Kind kind) {
    if (!at(kind)) {
      return false;
    }
    take();
    return true;
  }

  SympyParseException mismatch() {
    return SympyParseException.mismatch("token " + position + " is not expected here");
  }

  /** Whether a bar after an operand ends the innermost absolute value and begins no other one. */
  boolean barCloses() {
    return barCloses;
  }

  /** Whether no bracket is open. */
  boolean outermost() {
    return brackets == 0;
  }

  /** Applies a rule; goes back to where it began if the tokens do not fit. */
  <T> Optional<T> attempt(Supplier<T> rule) {
    int start = position;
    int startDepth = depth;
    int startBrackets = brackets;
    budget.spend(1);
    boolean startBar = barCloses;
    try {
      return Optional.of(rule.get());
    } catch (SympyParseException e) {
      if (!e.recoverable()) {
        throw e;
      }
      position = start;
      depth = startDepth;
      brackets = startBrackets;
      barCloses = startBar;
      return Optional.empty();
    }
  }

  /** Applies a rule that is the only one possible: the text is refused if it does not fit. */
  <T> T committed(Supplier<T> rule) {
    try {
      return rule.get();
    } catch (SympyParseException e) {
      throw SympyParseException.refusal("token " + position + " is not expected here");
    }
  }

  /** Applies a rule that is the only one possible where no bracket is open. */
  <T> T committedOutside(Supplier<T> rule) {
    return outermost() ? committed(rule) : rule.get();
  }

  /** Applies a rule between brackets of some kind. */
  <T> T enclosed(boolean barsClose, Supplier<T> rule) {
    boolean outer = barCloses;
    barCloses = barsClose;
    brackets++;
    T result = deeper(rule);
    brackets--;
    barCloses = outer;
    return result;
  }

  /** Applies a rule inside another one; rules may stand in rules only so deep. */
  <T> T deeper(Supplier<T> rule) {
    depth++;
    if (depth > MAX_DEPTH) {
      throw SympyParseException.refusal("nested more than " + MAX_DEPTH + " deep");
    }
    T result = rule.get();
    depth--;
    return result;
  }

  /** Applies a rule that depends on nothing but the position, and fails but once at each. */
  <T> T once(Supplier<T> rule) {
    int start = position;
    if (failedGroups.contains(start)) {
      throw mismatch();
    }
    try {
      return rule.get();
    } catch (SympyParseException e) {
      failedGroups.add(start);
      throw e;
    }
  }
}
