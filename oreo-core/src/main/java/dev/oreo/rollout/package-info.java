/**
 * Sampling new trajectories to train on.
 *
 * <p>Start with {@link dev.oreo.rollout.RolloutCollector}. Level 4: uses {@code dev.oreo.model} and
 * {@code dev.oreo.trajectory}.
 */
@NullMarked
package dev.oreo.rollout;

import org.jspecify.annotations.NullMarked;
