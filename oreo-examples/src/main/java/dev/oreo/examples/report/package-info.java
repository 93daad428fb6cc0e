/**
 * Reports as HTML: one file each, without scripts and without anything from the network.
 *
 * <p>Uses nothing of the command line.
 */
@NullMarked
package dev.oreo.examples.report;

import org.jspecify.annotations.NullMarked;
