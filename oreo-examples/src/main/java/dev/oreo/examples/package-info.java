/**
 * The command line of oreo.
 *
 * <p>Start with {@link dev.oreo.examples.OreoCommand}; every subcommand is a class in {@code
 * dev.oreo.examples.command}.
 */
@NullMarked
package dev.oreo.examples;

import org.jspecify.annotations.NullMarked;
