package dev.oreo.train;

import dev.oreo.trajectory.Trajectory;
import java.util.List;

/** Decides which trajectories make up each update. Gives the same batches for the same epoch. */
public interface BatchSampler {

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
  List<List<Trajectory>> epoch(int epoch);
}
