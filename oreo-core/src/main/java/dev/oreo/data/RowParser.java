package dev.oreo.data;

import dev.oreo.trajectory.Example;

/**
 * Makes an example of one row. Thread-safe if the tokenizer and the template it uses are.
 *
 * @param <E> kind of example
 */
@FunctionalInterface
interface RowParser<E extends Example> {

  /**
   * Parses a row, which messages and trajectories call {@code id}; rows give equal examples each
   * time.
   */
  ParsedRow<E> parse(String id, RowFields fields) throws RowProblem;
}
