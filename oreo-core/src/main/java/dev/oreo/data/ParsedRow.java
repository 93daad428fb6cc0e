package dev.oreo.data;

import dev.oreo.trajectory.Example;

/**
 * What a row holds.
 *
 * @param <E> kind of example
 * @param example the example
 * @param promptLength number of the prompt's tokens
 */
record ParsedRow<E extends Example>(E example, int promptLength) {}
