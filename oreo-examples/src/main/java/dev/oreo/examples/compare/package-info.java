/**
 * The comparison of methods: the same policy, the same sampled answers, the same number of
 * trajectories seen, several seeds. Start with {@link dev.oreo.examples.compare.Comparison}.
 */
@NullMarked
package dev.oreo.examples.compare;

import org.jspecify.annotations.NullMarked;
