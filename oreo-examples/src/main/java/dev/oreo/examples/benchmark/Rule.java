package dev.oreo.examples.benchmark;

import dev.oreo.verify.AnswerVerifier;

/**
 * A verifier by its name.
 *
 * @param name such as {@code math deepseek}
 * @param verifier by which answers are judged
 */
public record Rule(String name, AnswerVerifier verifier) {}
