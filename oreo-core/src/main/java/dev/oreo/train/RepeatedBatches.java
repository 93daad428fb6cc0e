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
 * A given number of batches of equal size, from the examples in a new random order each time all of
 * them have been seen: for comparing methods on the same number of trajectories, however many
 * examples each makes of them.
 *
 * <p>No example is seen once more than another before all are seen; a batch may hold the end of one
 * order and the beginning of the next. The orders depend on seed and epoch alone. Examples are
 * asked of their list when their batch is due. Immutable; thread-safe if the list is.
 *
 * @param <E> kind of example
 */
public final class RepeatedBatches<E extends Example> implements BatchSampler<E> {
  private final List<E> examples;
  private final int batchSize;
  private final int updates;
  private final long seed;

  /**
   * Creates the batches.
   *
   * @param examples what to train on, at least one; must not change
   * @param batchSize examples per update, at least 1
   * @param updates batches of an epoch, at least 1
   * @param seed of the orders
   */
  public RepeatedBatches(List<E> examples, int batchSize, int updates, long seed) {
    Checks.argument(!examples.isEmpty(), "examples must not be empty");
    Checks.argument(batchSize >= 1, "batchSize must be >= 1, got %d", batchSize);
    Checks.argument(updates >= 1, "updates must be >= 1, got %d", updates);
    this.examples = Collections.unmodifiableList(examples);
    this.batchSize = batchSize;
    this.updates = updates;
    this.seed = seed;
  }

  @Override
  public int updatesPerEpoch() {
    return updates;
  }

  @Override
  public Iterable<List<E>> epoch(int epoch) {
    Random random = new Random(Seeds.derive(seed, epoch));
    int needed = Math.multiplyExact(batchSize, updates);
    List<Integer> order = new ArrayList<>(needed + examples.size());
    while (order.size() < needed) {
      List<Integer> pass = new ArrayList<>(IntStream.range(0, examples.size()).boxed().toList());
      Collections.shuffle(pass, random);
      order.addAll(pass);
    }
    return Iterables.transform(
        Lists.partition(order.subList(0, needed), batchSize),
        batch -> batch.stream().map(examples::get).toList());
  }
}
