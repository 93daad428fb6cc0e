/**
 * Numbers to compare methods by, with their uncertainty.
 *
 * <p>Start with {@link dev.oreo.evaluate.Accuracy}. Level 5: may use every other package.
 */
@NullMarked
package dev.oreo.evaluate;

import org.jspecify.annotations.NullMarked;
