/**
 * Iterative OREO: rounds of drawing fresh data with the current policy and training on it.
 *
 * <p>Start with {@link dev.oreo.iterate.IterativeOreo}. Level 5: may use every other package but
 * those of its level.
 */
@NullMarked
package dev.oreo.iterate;

import org.jspecify.annotations.NullMarked;
