package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * How much one optimiser update averages over, whatever micro-batches it is cut into.
 *
 * <p>Losses are normalised by these, never by a micro-batch's own size: so the losses and gradients
 * of the micro-batches of an update add up to those of the whole batch exactly.
 *
 * @param trajectories number of sequences B, at least 1
 * @param actionTokens number of tokens the policy chose, over all sequences, at least {@code
 *     trajectories}
 */
public record BatchCounts(int trajectories, long actionTokens) {

  /** Checks the counts. {@inheritDoc} */
  public BatchCounts {
    Checks.argument(trajectories >= 1, "trajectories must be >= 1, got %d", trajectories);
    Checks.argument(
        actionTokens >= trajectories,
        "actionTokens must be >= trajectories, got %d and %d",
        actionTokens,
        trajectories);
  }

  /**
   * Returns the counts of a whole batch.
   *
   * @param batch all trajectories of one update, at least one
   * @return its counts
   * @throws IllegalArgumentException if there is none
   */
  public static BatchCounts of(List<Trajectory> batch) {
    return new BatchCounts(batch.size(), batch.stream().mapToLong(Trajectory::actionCount).sum());
  }

  /** Fails if a micro-batch cannot be part of this batch. */
  void requireHolds(int microBatchSize) {
    Checks.argument(
        microBatchSize <= trajectories,
        "microBatch must not exceed the batch it is part of, got %d trajectories of %d",
        microBatchSize,
        trajectories);
  }
}
