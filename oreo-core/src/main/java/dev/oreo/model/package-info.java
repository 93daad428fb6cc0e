/**
 * What a backend implements: policies, value functions, generation, tokenization, optimisers.
 *
 * <p>Start with {@link dev.oreo.model.Policy} and {@link dev.oreo.model.ForwardPass}. Level 3: uses
 * {@code dev.oreo.objective} and {@code dev.oreo.trajectory}.
 */
@NullMarked
package dev.oreo.model;

import org.jspecify.annotations.NullMarked;
