/**
 * Problems of mathematics from the dataset's file to graded answers: what the commands {@code
 * rollout}, {@code evaluate} and {@code iterate} share.
 */
@NullMarked
package dev.oreo.examples.mathematics;

import org.jspecify.annotations.NullMarked;
