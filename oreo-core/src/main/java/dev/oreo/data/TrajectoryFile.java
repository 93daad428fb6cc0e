package dev.oreo.data;

import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;

/**
 * What was read from a trajectory file.
 *
 * @param rows the rows taken, in the file's order
 * @param dropped how many rows were left out for each reason; reasons without rows are absent
 * @param truncated how many of the rows taken were cut to the limit
 */
public record TrajectoryFile(
    List<TrajectoryRow> rows, Map<DropReason, Integer> dropped, int truncated) {

  /** Copies list and map. {@inheritDoc} */
  public TrajectoryFile {
    rows = List.copyOf(rows);
    dropped = DropCounts.copyOf(dropped);
  }

  /**
   * Returns the trajectories of all rows taken.
   *
   * @return in the file's order
   */
  public List<Trajectory> trajectories() {
    return rows.stream().map(TrajectoryRow::trajectory).toList();
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
