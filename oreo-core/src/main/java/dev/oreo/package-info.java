/**
 * Offline reinforcement learning of language models.
 *
 * <p>Holds only what every other package shares: {@link dev.oreo.OreoException}. Start with {@code
 * dev.oreo.objective.SoftBellmanObjective} and {@code dev.oreo.train.Trainer}. Level 0: uses no
 * other package.
 */
@NullMarked
package dev.oreo;

import org.jspecify.annotations.NullMarked;
