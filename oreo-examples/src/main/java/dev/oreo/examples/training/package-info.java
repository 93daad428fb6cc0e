/** What the commands and studies that train have in common. */
@NullMarked
package dev.oreo.examples.training;

import org.jspecify.annotations.NullMarked;
