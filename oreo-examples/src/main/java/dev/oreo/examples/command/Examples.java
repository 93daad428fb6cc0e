package dev.oreo.examples.command;

import dev.oreo.objective.Objective;
import dev.oreo.trajectory.Example;
import java.util.List;

/**
 * What an objective is trained on.
 *
 * @param examples at least one; may read them from a file
 * @param objective what is minimised on them
 * @param <E> kind of example
 */
record Examples<E extends Example>(List<E> examples, Objective<E> objective) {}
