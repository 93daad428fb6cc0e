/** Shared by oreo's own modules; not part of the API. */
@NullMarked
package dev.oreo.internal;

import org.jspecify.annotations.NullMarked;
