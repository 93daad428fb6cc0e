package dev.oreo.objective;

import dev.oreo.trajectory.Example;
import java.util.List;

/**
 * What an objective knows of the whole update while it sees one micro-batch of it.
 *
 * @param counts what losses are normalised by
 * @param statistics scores of the objective's {@linkplain Objective#statisticTrajectories statistic
 *     trajectories} of the whole update, taken before any parameter changed; empty if it has none
 */
public record BatchContext(BatchCounts counts, List<TrajectoryScores> statistics) {

  /** Copies the list. {@inheritDoc} */
  public BatchContext {
    statistics = List.copyOf(statistics);
  }

  /**
   * Returns the context of an update whose objective has no statistics.
   *
   * @param batch all examples of the update, at least one
   * @return its counts
   */
  public static BatchContext of(List<? extends Example> batch) {
    return new BatchContext(BatchCounts.of(batch), List.of());
  }
}
