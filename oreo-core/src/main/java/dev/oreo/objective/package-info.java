/**
 * Training objectives with their closed-form gradients.
 *
 * <p>Start with {@link dev.oreo.objective.SoftBellmanObjective}, which is OREO. Level 2: uses
 * {@code dev.oreo.trajectory} and {@code dev.oreo.math}.
 */
@NullMarked
package dev.oreo.objective;

import org.jspecify.annotations.NullMarked;
