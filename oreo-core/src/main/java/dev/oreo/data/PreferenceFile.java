package dev.oreo.data;

import dev.oreo.trajectory.PreferencePair;
import java.util.List;
import java.util.Map;

/**
 * What was read from a preference file.
 *
 * @param pairs the rows taken, in the file's order; the ids of their trajectories are {@code
 *     FILE:LINE:chosen} and {@code FILE:LINE:rejected} with the file's name alone
 * @param dropped how many rows were left out for each reason; reasons without rows are absent
 * @param truncated of how many of the rows taken an answer was cut to the limit
 */
public record PreferenceFile(
    List<PreferencePair> pairs, Map<DropReason, Integer> dropped, int truncated) {

  /** Copies list and map. {@inheritDoc} */
  public PreferenceFile {
    pairs = List.copyOf(pairs);
    dropped = DropCounts.copyOf(dropped);
  }

  /**
   * Returns the number of rows left out.
   *
   * @return the sum over reasons
   */
  public int droppedCount() {
    return DropCounts.total(dropped);
  }
}
