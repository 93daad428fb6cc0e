/** Decoders on libtorch: weights, ragged batches, forward and backward passes, the optimiser. */
@NullMarked
package dev.oreo.djl.internal.model;

import org.jspecify.annotations.NullMarked;
