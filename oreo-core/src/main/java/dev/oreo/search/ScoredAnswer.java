package dev.oreo.search;

import dev.oreo.model.Generation;

/**
 * A whole response and what the value function says of it.
 *
 * @param generation the response
 * @param value V at its last token, or at the one before an end token
 */
public record ScoredAnswer(Generation generation, double value) {}
