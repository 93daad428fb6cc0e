package dev.oreo.iterate;

import dev.oreo.internal.Checks;

/**
 * What is carried over from round to round. The paper does not say what it does; its code has an
 * option for each.
 *
 * @param rounds how many, at least 1; the paper reports 3
 * @param policy where a round's policy begins
 * @param reference to which policy a round holds it
 * @param valueFunction where a round's value function begins
 */
public record IterationConfig(
    int rounds, Origin policy, Origin reference, ValueOrigin valueFunction) {

  /** Checks the range. {@inheritDoc} */
  public IterationConfig {
    Checks.argument(rounds >= 1, "rounds must be >= 1, got %d", rounds);
  }

  /**
   * Returns rounds of policy improvement: each begins at the policy of the round before, which is
   * its reference too, with a new value function, as that of another reference is another one.
   *
   * @param rounds how many, at least 1
   * @return the configuration
   */
  public static IterationConfig of(int rounds) {
    return new IterationConfig(rounds, Origin.PREVIOUS, Origin.PREVIOUS, ValueOrigin.ZERO_HEAD);
  }
}
