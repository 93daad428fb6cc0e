/** Mathematical expressions as trees: exact and numeric values, and whether two are the same. */
@NullMarked
package dev.oreo.internal.symbolic;

import org.jspecify.annotations.NullMarked;
