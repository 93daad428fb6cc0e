package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import java.util.List;
import java.util.Optional;

/** What an answer means. Immutable. */
sealed interface MathAnswer {

  /**
   * A number or an expression.
   *
   * @param value without unit; a percentage is not divided by 100
   * @param decimal whether it was written with a decimal point
   * @param percent whether it was written with a sign of percent
   * @param unit empty if it has none that is known
   */
  record Quantity(Expression value, boolean decimal, boolean percent, Optional<String> unit)
      implements MathAnswer {}

  /**
   * A number in a base that is written beside it.
   *
   * @param digits without leading zeros, capital letters for digits above 9
   * @param base in decimal digits
   */
  record Based(String digits, String base) implements MathAnswer {}

  /**
   * A time of day, or minutes and seconds.
   *
   * @param parts hours, minutes and perhaps seconds
   * @param half {@code a} or {@code p}, or empty if it is not said
   */
  record Time(List<Integer> parts, String half) implements MathAnswer {
    public Time {
      parts = List.copyOf(parts);
    }

    /** Returns whether this may be no time but a ratio of two numbers. */
    boolean isRatio() {
      return half.isEmpty() && parts.size() == 2;
    }

    Expression ratio() {
      return Expression.of(parts.get(0)).over(Expression.of(parts.get(1)));
    }
  }

  /**
   * Several answers in an order, between brackets: a tuple, a point, an interval, a ratio of more
   * than two parts.
   *
   * @param open the bracket before
   * @param items at least one
   * @param close the bracket behind
   */
  record Ordered(String open, List<MathAnswer> items, String close) implements MathAnswer {
    public Ordered {
      items = List.copyOf(items);
    }
  }

  /**
   * Several answers in any order.
   *
   * @param items none: the empty set
   * @param braces whether it was written as a set; a bare list may also be a tuple
   */
  record Collection(List<MathAnswer> items, boolean braces) implements MathAnswer {
    public Collection {
      items = List.copyOf(items);
    }
  }

  /**
   * A union of sets.
   *
   * @param parts at least two
   */
  record Union(List<MathAnswer> parts) implements MathAnswer {
    public Union {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A matrix, or a vector as a column or a row.
   *
   * @param rows at least one, all of the same length
   * @param fence the kind of its brackets where that matters, {@code |} for a determinant
   */
  record Matrix(List<List<MathAnswer>> rows, String fence) implements MathAnswer {
    public Matrix {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * Equations and inequalities in a chain.
   *
   * @param sides one more than there are operators
   * @param operators such as {@code <=}
   * @param named whether the first side only gives the last one a name, as in {@code x = 5}
   */
  record Relation(List<MathAnswer> sides, List<String> operators, boolean named)
      implements MathAnswer {
    public Relation {
      sides = List.copyOf(sides);
      operators = List.copyOf(operators);
    }

    MathAnswer last() {
      return sides.get(sides.size() - 1);
    }
  }

  /**
   * Words.
   *
   * @param words letters and digits only, lower case
   * @param choice the letter of a multiple choice that stands before the words, or empty
   */
  record Text(String words, String choice) implements MathAnswer {}
}
