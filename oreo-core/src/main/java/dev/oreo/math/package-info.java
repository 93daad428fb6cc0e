/**
 * Arithmetic of log-probabilities and divergences, in doubles, without domain types.
 *
 * <p>Start with {@link dev.oreo.math.KlDivergence}: it is the reference that a backend's tensor
 * version is tested against. Level 0: uses nothing of oreo but {@code dev.oreo.internal}.
 */
@NullMarked
package dev.oreo.math;

import org.jspecify.annotations.NullMarked;
