package dev.oreo.train;

import dev.oreo.trajectory.Example;
import java.util.List;

/**
 * Decides which examples make up each update. Gives the same batches for the same epoch.
 *
 * @param <E> kind of example
 */
public interface BatchSampler<E extends Example> {

  /**
   * Returns the number of updates of every epoch.
   *
   * @return at least 1
   */
  int updatesPerEpoch();

  /**
   * Returns the batches of one epoch.
   *
   * @param epoch counted from 1
   * @return {@link #updatesPerEpoch()} batches, none empty
   */
  Iterable<List<E>> epoch(int epoch);
}
