package dev.oreo.train;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.trajectory.Example;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Batches of equal size from the examples in a new random order each epoch.
 *
 * <p>The order depends on seed and epoch alone. Examples are asked of their list when their batch
 * is due, and one batch at a time, so the list may read them from a file. Immutable; thread-safe if
 * the list is.
 *
 * @param <E> kind of example
 */
public final class ShuffledBatches<E extends Example> implements BatchSampler<E> {
  private final List<E> examples;
  private final int batchSize;
  private final boolean dropLast;
  private final long seed;

  /**
   * Creates the batches.
   *
   * @param examples what to train on, at least one; must not change
   * @param batchSize examples per update, at least 1; the paper uses 128
   * @param dropLast whether an epoch's last batch is left out if it is smaller, as in the authors'
   *     code; else it is kept
   * @param seed of the order
   */
  public ShuffledBatches(List<E> examples, int batchSize, boolean dropLast, long seed) {
    Checks.argument(!examples.isEmpty(), "examples must not be empty");
    Checks.argument(batchSize >= 1, "batchSize must be >= 1, got %d", batchSize);
    Checks.argument(
        !dropLast || batchSize <= examples.size(),
        "batchSize must be at most the number of examples when the last batch is dropped,"
            + " got %d and %d",
        batchSize,
        examples.size());
    this.examples = Collections.unmodifiableList(examples);
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.seed = seed;
  }

  @Override
  public int updatesPerEpoch() {
    int full = examples.size() / batchSize;
    return dropLast || full * batchSize == examples.size() ? full : full + 1;
  }

  @Override
  public Iterable<List<E>> epoch(int epoch) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, examples.size()).boxed().toList());
    Collections.shuffle(order, new Random(Seeds.derive(seed, epoch)));
    List<List<Integer>> batches = Lists.partition(order, batchSize).subList(0, updatesPerEpoch());
    return Iterables.transform(batches, batch -> batch.stream().map(examples::get).toList());
  }
}
