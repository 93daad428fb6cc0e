package dev.oreo.iterate;

import java.util.Optional;

/**
 * What a round is trained from.
 *
 * @param round its number, from 1
 * @param policy where its policy begins
 * @param reference the frozen reference
 * @param valueFunction where its value function begins; empty for the reference's backbone with a
 *     head of zeros
 * @param <P> a policy as the stages know it
 * @param <V> a value function as the stages know it
 */
public record RoundStart<P, V>(int round, P policy, P reference, Optional<V> valueFunction) {}
