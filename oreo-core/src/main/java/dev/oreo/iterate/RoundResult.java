package dev.oreo.iterate;

/**
 * What a round has made.
 *
 * @param policy the trained policy
 * @param valueFunction the value function trained with it
 * @param <P> a policy as the stages know it
 * @param <V> a value function as the stages know it
 */
public record RoundResult<P, V>(P policy, V valueFunction) {}
