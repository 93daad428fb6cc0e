/**
 * The training loop, independent of objective and backend.
 *
 * <p>Start with {@link dev.oreo.train.Trainer}. Level 4: uses {@code dev.oreo.model}, {@code
 * dev.oreo.objective} and {@code dev.oreo.trajectory}.
 *
 * <p>Units of the loop: a <b>micro-batch</b> is one forward and backward pass, cut to a budget of
 * tokens; an <b>update</b> is one step of the optimisers, from the gradients of all micro-batches
 * of one batch, counted from 1 over the whole run; an <b>epoch</b> goes once over the data, counted
 * from 1. "Step" alone always means a reasoning step.
 */
@NullMarked
package dev.oreo.train;

import org.jspecify.annotations.NullMarked;
