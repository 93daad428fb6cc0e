/**
 * Using a value function at test time: step-level beam search, best of N, weighted majority.
 *
 * <p>Start with {@link dev.oreo.search.ValueGuidedBeamSearch}. Level 4: uses {@code
 * dev.oreo.model}.
 */
@NullMarked
package dev.oreo.search;

import org.jspecify.annotations.NullMarked;
