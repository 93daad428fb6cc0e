package dev.oreo.objective;

import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * How much one optimiser update averages over, whatever micro-batches it is cut into.
 *
 * <p>Losses are normalised by these, never by a micro-batch's own size: so the losses and gradients
 * of the micro-batches of an update add up to those of the whole batch exactly.
 *
 * @param trajectories number of sequences B
 * @param actionTokens number of tokens the policy chose, over all sequences
 */
public record BatchCounts(int trajectories, long actionTokens) {

  /**
   * Returns the counts of a whole batch.
   *
   * @param batch all trajectories of one update
   * @return its counts
   */
  public static BatchCounts of(List<Trajectory> batch) {
    return new BatchCounts(batch.size(), batch.stream().mapToLong(Trajectory::actionCount).sum());
  }
}
