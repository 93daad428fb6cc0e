/**
 * The quickstart: a small model learns arithmetic from imperfect demonstrations, then from its own
 * mistakes.
 *
 * <p>Start with {@link dev.oreo.examples.quickstart.Quickstart}, which reads like the algorithm.
 * {@code LastDigitChain}, {@code Demonstrator} and {@code LastDigitVerifier} are the task.
 */
@NullMarked
package dev.oreo.examples.quickstart;

import org.jspecify.annotations.NullMarked;
