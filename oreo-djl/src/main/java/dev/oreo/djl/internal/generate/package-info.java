/**
 * Decoding with a key-value cache: which row lies in which slot and what is dropped for it, what is
 * drawn, when a row is done.
 */
@NullMarked
package dev.oreo.djl.internal.generate;

import org.jspecify.annotations.NullMarked;
