/**
 * Decoding with a key-value cache: which row sits in which slot, what is drawn, when a row is done.
 */
@NullMarked
package dev.oreo.djl.internal.generate;

import org.jspecify.annotations.NullMarked;
