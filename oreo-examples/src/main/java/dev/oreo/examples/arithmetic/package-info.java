/**
 * The last-digit chain: the small task on which the quickstart and the comparison of methods run,
 * with its problems, imperfect demonstrations, verifier and model.
 */
@NullMarked
package dev.oreo.examples.arithmetic;

import org.jspecify.annotations.NullMarked;
