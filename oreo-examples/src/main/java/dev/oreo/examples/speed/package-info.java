/** oreo beside its Python peers: workloads, the processes that do them, ratios. */
@NullMarked
package dev.oreo.examples.speed;

import org.jspecify.annotations.NullMarked;
