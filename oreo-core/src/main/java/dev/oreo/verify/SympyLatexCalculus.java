package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.Expression.Call;
import dev.oreo.verify.SympyLatexToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Integrals, sums, products, limits and values at a place: {@link SympyLatexParser} has to read
 * past them, and leaves them as they stand. Each becomes a call whose name begins with a backslash,
 * which no rule knows.
 */
final class SympyLatexCalculus {
  private final SympyLatexParser parser;
  private final SympyLatexAtoms atoms;
  private final SympyLatexCursor cursor;

  SympyLatexCalculus(SympyLatexParser parser, SympyLatexAtoms atoms, SympyLatexCursor cursor) {
    this.parser = parser;
    this.atoms = atoms;
    this.cursor = cursor;
  }

  /** The variable of an integral stays part of what is integrated. */
  Expression integral() {
    cursor.take();
    List<Expression> parts = new ArrayList<>();
    if (cursor.at(Kind.UNDERSCORE)) {
      parts.add(atoms.script(Kind.UNDERSCORE));
      parts.add(atoms.script(Kind.CARET));
    } else if (cursor.at(Kind.CARET)) {
      Expression upper = atoms.script(Kind.CARET);
      parts.add(atoms.script(Kind.UNDERSCORE));
      parts.add(upper);
    }
    parts.add(parser.sum());
    return new Call("\\int", parts);
  }

  Expression bigOperator() {
    String name = "\\" + cursor.take().text();
    List<Expression> parts = new ArrayList<>();
    if (cursor.at(Kind.CARET)) {
      Expression upper = atoms.script(Kind.CARET);
      parts.addAll(start());
      parts.add(upper);
    } else {
      parts.addAll(start());
      parts.add(atoms.script(Kind.CARET));
    }
    parts.add(parser.product(true));
    return new Call(name, parts);
  }

  /** The variable that runs, and from where. */
  private List<Expression> start() {
    cursor.expect(Kind.UNDERSCORE);
    cursor.expect(Kind.LEFT_BRACE);
    return cursor.enclosed(
        false,
        () -> {
          Expression variable = parser.sum();
          expectEquals();
          Expression from = parser.sum();
          cursor.expect(Kind.RIGHT_BRACE);
          return List.of(variable, from);
        });
  }

  private void expectEquals() {
    if (!cursor.peek().text().equals("=")) {
      throw cursor.mismatch();
    }
    cursor.take();
  }

  Expression limit() {
    cursor.take();
    cursor.expect(Kind.UNDERSCORE);
    cursor.expect(Kind.LEFT_BRACE);
    if (!cursor.at(Kind.LETTER) && !cursor.at(Kind.SYMBOL)) {
      throw cursor.mismatch();
    }
    Expression variable = new Expression.Symbol(cursor.take().text());
    cursor.expect(Kind.APPROACH);
    Expression target = cursor.enclosed(false, parser::sum);
    String side = cursor.takeIf(Kind.CARET) ? side() : "";
    cursor.expect(Kind.RIGHT_BRACE);
    return new Call("\\lim" + side, List.of(variable, target, parser.product(true)));
  }

  private String side() {
    boolean braces = cursor.takeIf(Kind.LEFT_BRACE);
    if (!cursor.at(Kind.PLUS) && !cursor.at(Kind.MINUS)) {
      throw cursor.mismatch();
    }
    String side = cursor.take().text();
    if (braces) {
      cursor.expect(Kind.RIGHT_BRACE);
    }
    return side;
  }

  /** What stands after a bar, such as {@code |_{x=2}}, is kept but not put in. */
  Expression evaluated(Expression value) {
    cursor.expect(Kind.BAR);
    List<Expression> parts = new ArrayList<>(List.of(value));
    boolean above = cursor.at(Kind.CARET);
    if (above) {
      parts.addAll(place(Kind.CARET));
    }
    if (!above || cursor.at(Kind.UNDERSCORE)) {
      parts.addAll(place(Kind.UNDERSCORE));
    }
    return new Call(above ? "\\above" : "\\at", parts);
  }

  private List<Expression> place(Kind sign) {
    cursor.expect(sign);
    cursor.expect(Kind.LEFT_BRACE);
    return cursor.enclosed(
        false,
        () -> {
          List<Expression> parts = new ArrayList<>(List.of(parser.sum()));
          if (cursor.peek().text().equals("=")) {
            cursor.take();
            parts.add(parser.sum());
          }
          cursor.expect(Kind.RIGHT_BRACE);
          return parts;
        });
  }
}
