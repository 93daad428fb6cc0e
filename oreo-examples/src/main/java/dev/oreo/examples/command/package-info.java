/**
 * The subcommands of {@code oreo}: what their options mean, and one {@code call()} each.
 *
 * <p>Start with {@link dev.oreo.examples.command.TrainCommand}. They use oreo through its public
 * types only, so each is also an example of how to.
 */
@NullMarked
package dev.oreo.examples.command;

import org.jspecify.annotations.NullMarked;
