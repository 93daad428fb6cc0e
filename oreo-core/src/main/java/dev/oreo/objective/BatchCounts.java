package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * How much one optimiser update averages over, whatever micro-batches it is cut into.
 *
 * <p>Losses are normalised by these, never by a micro-batch's own size: so the losses and gradients
 * of the micro-batches of an update add up to those of the whole batch exactly.
 *
 * @param examples number of examples, at least 1
 * @param trajectories number of sequences B, at least {@code examples}
 * @param actionTokens number of tokens the policy chose, over all sequences, at least {@code
 *     trajectories}
 */
public record BatchCounts(int examples, int trajectories, long actionTokens) {

  /** Checks the counts. {@inheritDoc} */
  public BatchCounts {
    Checks.argument(examples >= 1, "examples must be >= 1, got %d", examples);
    Checks.argument(
        trajectories >= examples,
        "trajectories must be >= examples, got %d and %d",
        trajectories,
        examples);
    Checks.argument(
        actionTokens >= trajectories,
        "actionTokens must be >= trajectories, got %d and %d",
        actionTokens,
        trajectories);
  }

  /**
   * Returns the counts of a whole batch.
   *
   * @param batch all examples of one update, at least one
   * @return its counts
   * @throws IllegalArgumentException if there is none
   */
  public static BatchCounts of(List<? extends Example> batch) {
    int trajectories = 0;
    long actionTokens = 0;
    for (Example example : batch) {
      for (Trajectory trajectory : example.trajectories()) {
        trajectories++;
        actionTokens += trajectory.actionCount();
      }
    }
    return new BatchCounts(batch.size(), trajectories, actionTokens);
  }

  /** Fails if a micro-batch cannot be part of this batch. */
  void requireHolds(int microBatchSize) {
    Checks.argument(
        microBatchSize <= examples,
        "microBatch must not exceed the batch it is part of, got %d examples of %d",
        microBatchSize,
        examples);
  }
}
