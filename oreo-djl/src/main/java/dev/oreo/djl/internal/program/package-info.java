/**
 * The tensor programs: TorchScript sources kept as resources, and how they are loaded and called.
 *
 * <p>One file per concern, readable as it stands: {@code decoder}, {@code head}, {@code
 * value_head}, {@code embedding}, {@code sampler}, {@code adamw}, {@code tensors}, {@code storage}.
 */
@NullMarked
package dev.oreo.djl.internal.program;

import org.jspecify.annotations.NullMarked;
