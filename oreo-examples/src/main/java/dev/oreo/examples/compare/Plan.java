package dev.oreo.examples.compare;

import dev.oreo.objective.Objective;
import dev.oreo.trajectory.Example;
import java.util.List;

/**
 * What a method makes of the pool.
 *
 * @param examples what it learns from, at least one
 * @param objective what it minimises on them
 * @param trajectoriesPerExample how many sampled trajectories an example shows
 * @param <E> kind of example
 */
record Plan<E extends Example>(
    List<E> examples, Objective<E> objective, int trajectoriesPerExample) {

  /** Copies the list. */
  Plan {
    examples = List.copyOf(examples);
  }
}
