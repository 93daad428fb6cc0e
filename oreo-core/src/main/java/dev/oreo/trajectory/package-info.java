/**
 * Sampled sequences and what is derived from them: steps, masks, granularity, step segmentation.
 *
 * <p>Start with {@link dev.oreo.trajectory.Trajectory}. Level 1: uses nothing of oreo but {@code
 * dev.oreo.math}.
 */
@NullMarked
package dev.oreo.trajectory;

import org.jspecify.annotations.NullMarked;
