/** The backend behind {@code dev.oreo.djl}; not part of the API. */
@NullMarked
package dev.oreo.djl.internal;

import org.jspecify.annotations.NullMarked;
