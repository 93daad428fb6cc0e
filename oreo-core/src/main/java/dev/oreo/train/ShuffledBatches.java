package dev.oreo.train;

import com.google.common.collect.Lists;
import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Batches of equal size from the trajectories in a new random order each epoch.
 *
 * <p>The order depends on seed and epoch alone. Immutable and thread-safe.
 */
public final class ShuffledBatches implements BatchSampler {
  private final List<Trajectory> trajectories;
  private final int batchSize;
  private final boolean dropLast;
  private final long seed;

  /**
   * Creates the batches.
   *
   * @param trajectories what to train on, at least one
   * @param batchSize trajectories per update, at least 1; the paper uses 128
   * @param dropLast whether an epoch's last batch is left out if it is smaller, as in the authors'
   *     code; else it is kept
   * @param seed of the order
   */
  public ShuffledBatches(
      List<Trajectory> trajectories, int batchSize, boolean dropLast, long seed) {
    Checks.argument(!trajectories.isEmpty(), "trajectories must not be empty");
    Checks.argument(batchSize >= 1, "batchSize must be >= 1, got %d", batchSize);
    Checks.argument(
        !dropLast || batchSize <= trajectories.size(),
        "batchSize must be at most the number of trajectories when the last batch is dropped,"
            + " got %d and %d",
        batchSize,
        trajectories.size());
    this.trajectories = List.copyOf(trajectories);
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.seed = seed;
  }

  @Override
  public int updatesPerEpoch() {
    int full = trajectories.size() / batchSize;
    return dropLast || full * batchSize == trajectories.size() ? full : full + 1;
  }

  @Override
  public List<List<Trajectory>> epoch(int epoch) {
    List<Trajectory> shuffled = new ArrayList<>(trajectories);
    Collections.shuffle(shuffled, new Random(Seeds.derive(seed, epoch)));
    return List.copyOf(Lists.partition(shuffled, batchSize).subList(0, updatesPerEpoch()));
  }
}
