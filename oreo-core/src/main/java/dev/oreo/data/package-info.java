/**
 * JSONL in and out: trajectories to train on, prompts to continue, rows to write.
 *
 * <p>Start with {@link dev.oreo.data.TrajectoryReader}. Level 4: uses {@code dev.oreo.model} (its
 * tokenizer) and {@code dev.oreo.trajectory}.
 */
@NullMarked
package dev.oreo.data;

import org.jspecify.annotations.NullMarked;
