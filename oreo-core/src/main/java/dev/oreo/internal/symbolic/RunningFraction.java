package dev.oreo.internal.symbolic;

import java.math.BigInteger;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * A sum or product of fractions under way. It is brought into lowest terms only when it has grown
 * to twice its size, as that costs the square of the number of digits. Confined to one thread.
 */
final class RunningFraction {
  /** Below this many bits nothing is reduced on the way. */
  private static final int SMALL_BITS = 256;

  private static final int WORD = 64;

  /** Words times words that a common divisor of two numbers takes as long to find as one step. */
  private static final int SQUARED_WORDS_PER_STEP = 16;

  private final int maxBits;
  private final WorkBudget budget;
  private BigInteger numerator;
  private BigInteger denominator;
  private int reduceAbove = SMALL_BITS;

  RunningFraction(BigFraction start, int maxBits, WorkBudget budget) {
    this.maxBits = maxBits;
    this.budget = budget;
    this.numerator = start.getNumerator();
    this.denominator = start.getDenominator();
  }

  /** Multiplies by a factor; false if the product in lowest terms has too many bits. */
  boolean multiply(BigFraction factor) {
    numerator = numerator.multiply(factor.getNumerator());
    denominator = denominator.multiply(factor.getDenominator());
    return isSmall();
  }

  /** Adds a term; false if the sum in lowest terms has too many bits. */
  boolean add(BigFraction term) {
    if (denominator.equals(term.getDenominator())) {
      numerator = numerator.add(term.getNumerator());
    } else {
      numerator =
          numerator.multiply(term.getDenominator()).add(term.getNumerator().multiply(denominator));
      denominator = denominator.multiply(term.getDenominator());
    }
    return isSmall();
  }

  /** Returns the value in lowest terms. */
  BigFraction reduced() {
    spendOnDivisor();
    return new BigFraction(numerator, denominator);
  }

  private boolean isSmall() {
    budget.spend(bits() / WORD);
    if (bits() > Math.min(reduceAbove, maxBits)) {
      reduce();
      reduceAbove = Math.max(SMALL_BITS, 2 * bits());
    }
    return bits() <= maxBits;
  }

  private void reduce() {
    if (denominator.equals(BigInteger.ONE)) {
      return;
    }
    spendOnDivisor();
    BigInteger divisor = numerator.gcd(denominator);
    if (!divisor.equals(BigInteger.ONE)) {
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }
  }

  private void spendOnDivisor() {
    if (!denominator.equals(BigInteger.ONE)) {
      long words = bits() / WORD;
      budget.spend(words * words / SQUARED_WORDS_PER_STEP);
    }
  }

  private int bits() {
    return Math.max(numerator.bitLength(), denominator.bitLength());
  }
}
