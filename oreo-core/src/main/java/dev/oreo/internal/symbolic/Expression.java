package dev.oreo.internal.symbolic;

import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * A mathematical expression. Nothing is simplified on construction: trees are as they were written.
 *
 * <p>Immutable and thread-safe. Methods that walk a tree recurse: whoever builds one bounds its
 * depth.
 */
public sealed interface Expression {

  /**
   * Returns an exact number.
   *
   * @param value the number
   * @return the expression
   */
  static Expression of(BigFraction value) {
    return new Rational(value);
  }

  /**
   * Returns an exact number.
   *
   * @param value the number
   * @return the expression
   */
  static Expression of(long value) {
    return new Rational(new BigFraction(value));
  }

  /**
   * Returns the negative of this.
   *
   * @return -1 times this
   */
  default Expression negated() {
    return new Product(List.of(of(-1), this));
  }

  /**
   * Returns a quotient.
   *
   * @param divisor what this is divided by
   * @return this times the divisor to the power of -1
   */
  default Expression over(Expression divisor) {
    return new Product(List.of(this, new Power(divisor, of(-1))));
  }

  /**
   * Returns a difference.
   *
   * @param other what is subtracted
   * @return this minus other
   */
  default Expression minus(Expression other) {
    return new Sum(List.of(this, other.negated()));
  }

  /**
   * Returns a root.
   *
   * @param degree such as 2
   * @return this to the power of 1 / degree
   */
  default Expression root(Expression degree) {
    return new Power(this, of(1).over(degree));
  }

  /**
   * Returns what this is directly made of.
   *
   * @return in order; none for numbers, variables and constants
   */
  default List<Expression> parts() {
    return List.of();
  }

  /**
   * Returns whether something is said of this or of anything in it.
   *
   * @param what is asked of each
   * @return true if it holds of one
   */
  default boolean contains(Predicate<Expression> what) {
    return what.test(this) || parts().stream().anyMatch(part -> part.contains(what));
  }

  /**
   * An exact number.
   *
   * @param value the number
   */
  record Rational(BigFraction value) implements Expression {}

  /**
   * A variable.
   *
   * @param name such as {@code x}
   */
  record Symbol(String name) implements Expression {}

  /** Numbers with names. */
  enum Constant implements Expression {
    /** Circle's circumference over its diameter. */
    PI,
    /** Base of the natural logarithm. */
    E,
    /** Square root of -1. */
    I,
    /** Positive infinity. */
    INFINITY
  }

  /**
   * A sum.
   *
   * @param terms none: 0
   */
  record Sum(List<Expression> terms) implements Expression {
    /** Copies the list. {@inheritDoc} */
    public Sum {
      terms = List.copyOf(terms);
    }

    @Override
    public List<Expression> parts() {
      return terms;
    }
  }

  /**
   * A product.
   *
   * @param factors none: 1
   */
  record Product(List<Expression> factors) implements Expression {
    /** Copies the list. {@inheritDoc} */
    public Product {
      factors = List.copyOf(factors);
    }

    @Override
    public List<Expression> parts() {
      return factors;
    }
  }

  /**
   * A power, principal branch.
   *
   * @param base what is raised
   * @param exponent to what
   */
  record Power(Expression base, Expression exponent) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(base, exponent);
    }
  }

  /**
   * A function's value. {@link ComplexEvaluation} lists the functions that are known by name.
   *
   * @param function its name
   * @param arguments in order
   */
  record Call(String function, List<Expression> arguments) implements Expression {
    /** Copies the list. {@inheritDoc} */
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Expression> parts() {
      return arguments;
    }
  }
}
